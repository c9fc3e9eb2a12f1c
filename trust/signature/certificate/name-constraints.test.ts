import { describe, expect, it } from 'vitest';
import type { GeneralName } from './general-name.ts';
import { isBase, isPermitted } from './name-constraints.ts';

const dns = (value: string): GeneralName => ({ kind: 'dns', value });
const email = (value: string): GeneralName => ({ kind: 'email', value });
const uri = (value: string): GeneralName => ({ kind: 'uri', value });
const ip = (...bytes: number[]): GeneralName => ({ kind: 'ip', value: Buffer.from(bytes) });
const directory = (...parts: string[]): GeneralName => ({
  kind: 'directory',
  value: { parts, attributes: [] },
});
const other: GeneralName = { kind: 'other', value: 0 };

describe('a name within what is permitted (RFC 5280 §4.2.1.10)', () => {
  it.each<[boolean, GeneralName, GeneralName]>([
    [true, dns('example.com'), dns('example.com')],
    [true, dns('a.b.Example.com'), dns('example.COM')],
    [true, dns('anything.at.all'), dns('')],
    [true, dns('*.example.com'), dns('example.com')],
    [false, dns('badexample.com'), dns('example.com')],
    [false, dns('com'), dns('example.com')],
    [false, dns('*.example.com'), dns('a.example.com')],
    [true, email('a@example.com'), email('example.com')],
    [false, email('a@mail.example.com'), email('example.com')],
    [true, email('a@mail.example.com'), email('.example.com')],
    [false, email('a@example.com'), email('.example.com')],
    [true, email('a@EXAMPLE.com'), email('a@example.com')],
    [false, email('A@example.com'), email('a@example.com')],
    [true, uri('https://example.com:8443/x'), uri('example.com')],
    [false, uri('https://www.example.com/'), uri('example.com')],
    [true, uri('https://www.example.com/'), uri('.example.com')],
    [false, uri('urn:oid:1.2'), uri('example.com')],
    [false, uri('https://192.0.2.1/'), uri('.example.com')],
    [true, ip(192, 0, 2, 7), ip(192, 0, 2, 0, 255, 255, 255, 0)],
    [false, ip(192, 0, 3, 7), ip(192, 0, 2, 0, 255, 255, 255, 0)],
    [false, ip(...new Array(16).fill(0)), ip(0, 0, 0, 0, 0, 0, 0, 0)],
    [true, directory('c', 'o', 'cn'), directory('c', 'o')],
    [false, directory('c'), directory('c', 'o')],
    [false, other, other],
    [true, dns('example.com'), email('example.org')],
  ])('%s: %o in %o', (expected, name, base) => {
    expect(isPermitted(name, { permitted: [base] })).toBe(expected);
  });

  it.each<[boolean, GeneralName, GeneralName]>([
    [false, dns('a.example.com'), dns('example.com')],
    [false, dns('*.example.com'), dns('a.example.com')],
    [true, dns('*.example.com'), dns('a.b.example.com')],
    [false, uri('urn:oid:1.2'), uri('example.com')],
    [false, other, other],
    [true, dns('example.com'), other],
  ])('%s: %o with %o excluded', (expected, name, base) => {
    expect(isPermitted(name, { excluded: [base] })).toBe(expected);
  });

  it('the excluded wins over the permitted', () => {
    expect(isPermitted(dns('a.b'), { permitted: [dns('a.b')], excluded: [dns('a.b')] })).toBe(false);
  });

  it.each<[boolean, GeneralName]>([
    [true, ip(10, 0, 0, 0, 255, 0, 0, 0)],
    [false, ip(10, 0, 0, 0, 255, 0, 255, 0)],
    [false, ip(10, 0, 0, 1)],
    [false, dns('.example.com')],
    [false, dns('*.example.com')],
    [true, uri('.example.com')],
    [false, uri('https://example.com/')],
  ])('%s: %o can bound names', (expected, base) => {
    expect(isBase(base)).toBe(expected);
  });
});
