import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fixture, ownFixtures } from '../testing/inputs.ts';
import { validate } from './validate.ts';

/** A resource with that narrative. */
function text(div: string) {
  return { resourceType: 'Patient', text: { status: 'generated', div } };
}

describe('whatever it is given, it answers', () => {
  it('any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        for (const issue of validate(value)) expect(issue.diagnostics).not.toBe('');
      }),
    );
  });

  it('any JSON in any element', () => {
    const names = ownFixtures().map(([name]) => name);
    const change = fc.record({ name: fc.constantFrom(...names), at: fc.nat(), value: fc.jsonValue() });
    fc.assert(
      fc.property(change, ({ name, at, value }) => {
        const resource = fixture(name) as Record<string, unknown>;
        const keys = Object.keys(resource).filter(key => key !== 'resourceType');
        resource[keys[at % keys.length]!] = value;
        expect(Array.isArray(validate(resource))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('what is nested without end', () => {
    let extension: object = { url: 'urn:x', valueString: 'x' };
    for (let depth = 0; depth < 20_000; depth++) extension = { url: 'urn:x', extension: [extension] };
    expect(validate({ resourceType: 'Patient', extension: [extension] })).toContainEqual(
      expect.objectContaining({ code: 'too-costly' }),
    );
  });

  it('more mistakes than a person reads', () => {
    const name = Array.from({ length: 5000 }, () => ({ family: 1 }));
    expect(validate({ resourceType: 'Patient', name }).length).toBeLessThan(600);
  });

  it('names that every object has, in every object', () => {
    for (const [, resource] of ownFixtures()) {
      const keys = Object.keys(resource);
      for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
        for (const key of keys) {
          const mutant = structuredClone(resource) as Record<string, unknown>;
          const value = mutant[key];
          const holder = Array.isArray(value) ? value[0] : value;
          if (typeof holder !== 'object') continue;
          Object.defineProperty(holder, name, { value: { a: 1 }, enumerable: true });
          const found = validate(mutant).filter(({ severity }) => severity === 'error');
          expect(found.length, `${key}.${name}`).toBeGreaterThan(0);
        }
      }
    }
  });

  const large: [what: string, resource: object][] = [
    [
      'a narrative that never ends',
      text(`<div xmlns="http://www.w3.org/1999/xhtml">${'<p '.repeat(300_000)}`),
    ],
    [
      'a narrative of spaces',
      text(`<div xmlns="http://www.w3.org/1999/xhtml"><a${' '.repeat(900_000)}x></div>`),
    ],
    [
      'a narrative of open comments',
      text(`<div xmlns="http://www.w3.org/1999/xhtml">${'<!--'.repeat(200_000)}`),
    ],
    ['a narrative of ampersands', text(`<div xmlns="http://www.w3.org/1999/xhtml">${'&a'.repeat(400_000)}`)],
    ['a code of spaces', { resourceType: 'Patient', language: `a${' '.repeat(900_000)}` }],
    ['a uri that is none', { resourceType: 'Patient', implicitRules: `${'a'.repeat(900_000)} ` }],
    [
      'a reference of slashes',
      { resourceType: 'Basic', code: { text: 'x' }, subject: { reference: '/'.repeat(900_000) } },
    ],
    [
      'an address without end',
      {
        resourceType: 'Basic',
        code: { text: 'x' },
        subject: { reference: `http://${'a/'.repeat(400_000)}` },
      },
    ],
    [
      'base64 that is none',
      { resourceType: 'Binary', contentType: 'text/plain', data: `${'AAAA'.repeat(200_000)}*` },
    ],
    ['a media type without end', { resourceType: 'Binary', contentType: `text/${'a;'.repeat(400_000)}` }],
    ['a date without end', { resourceType: 'Patient', birthDate: '1'.repeat(900_000) }],
    [
      'an instant with a fraction without end',
      { resourceType: 'Patient', meta: { lastUpdated: `2024-05-02T10:00:00.${'0'.repeat(900_000)}` } },
    ],
    [
      'unknown elements',
      {
        resourceType: 'Patient',
        ...Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`x${at}`, 1])),
      },
    ],
    [
      'codes of no set',
      { resourceType: 'Patient', name: Array.from({ length: 50_000 }, () => ({ use: 'offcial' })) },
    ],
    [
      'identifiers',
      {
        resourceType: 'Patient',
        identifier: Array.from({ length: 100_000 }, (_, at) => ({ value: `${at}` })),
      },
    ],
  ];
  test.each(large)('%s, in a time that grows with its size', (_, resource) => {
    const begun = process.cpuUsage();
    validate(resource);
    const { user, system } = process.cpuUsage(begun);
    expect(user + system).toBeLessThan(5_000_000);
  });

  it('names that every object has', () => {
    for (const key of ['__proto__', 'constructor', 'toString', '_', '_constructor']) {
      const resource = JSON.parse(`{"resourceType":"Patient","active":true,"${key}":{"a":1}}`);
      expect(validate(resource)).toHaveLength(1);
    }
  });
});
