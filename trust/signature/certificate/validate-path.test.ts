import { beforeAll, describe, expect, it } from 'vitest';
import { type Issued, issue, makeHouse, makeKeys, strange, type Wanted } from '../testing/issue.ts';
import { type PathRules, validatePath } from './validate-path.ts';

describe('a path (RFC 5280 §6.1)', () => {
  const moment = new Date('2026-03-01T12:00:00Z');
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  let root: Issued;
  let authority: Issued;

  beforeAll(async () => {
    ({ root, authority } = await makeHouse());
  });

  const judge = (leaf: Issued, rules: Partial<PathRules> = {}) =>
    validatePath(leaf.pem, { intermediates: [authority.pem], roots: [root.der], moment, ...rules });

  it('holds from a subject to the root, in PEM or DER', async () => {
    const leaf = await issue({ issuer: authority });
    expect(judge(leaf)).toBeUndefined();
    expect(judge(leaf, { keyUsage: 'digitalSignature', purpose: 'clientAuth' })).toBeUndefined();
  });

  it.each<[string, Wanted, string, Partial<PathRules>?]>([
    ['not valid yet', { notBefore: day('2026-04-01') }, 'not-yet-valid'],
    ['expired', { notAfter: day('2026-02-01') }, 'expired'],
    ['of an authority', { isAuthority: true }, 'is-an-authority'],
    [
      'for another purpose',
      { purposes: ['1.3.6.1.5.5.7.3.1'] },
      'purpose-foreign',
      { purpose: 'clientAuth' },
    ],
    ['without the use', {}, 'use-foreign', { keyUsage: 'nonRepudiation' }],
    [
      'of another name',
      { dns: ['a.example'] },
      'name-foreign',
      { name: { kind: 'dns', value: 'b.example' } },
    ],
    ['critical in a way nobody knows', { extensions: [strange(true)] }, 'critical-unknown'],
    ['saying the same twice', { extensions: [1, 2].map(() => strange(false)) }, 'malformed'],
  ])('%s, a certificate does not count', async (_, wanted, why, rules = {}) => {
    expect(judge(await issue({ issuer: authority, ...wanted }), rules)).toBe(why);
  });

  it('needs its intermediates, and the very root', async () => {
    const leaf = await issue({ issuer: authority });
    const stranger = await issue({ subject: root.subject, isAuthority: true });
    expect(judge(leaf, { intermediates: [] })).toBe('issuer-unknown');
    expect(judge(leaf, { roots: [] })).toBe('issuer-unknown');
    expect(judge(leaf, { roots: [stranger.pem] })).not.toBeUndefined();
  });

  it('is not made by the name of an authority alone', async () => {
    const impostor = { ...(await issue({ isAuthority: true })), subject: authority.subject };
    expect(judge(await issue({ issuer: impostor }))).not.toBeUndefined();
  });

  it('is not made by a subject who signs', async () => {
    const leaf = await issue({ subject: 'CN=Ambitious', issuer: authority });
    const below = await issue({ issuer: leaf });
    expect(judge(below, { intermediates: [authority.pem, leaf.pem] })).toBe('not-an-authority');
  });

  it('is no longer than an authority permits', async () => {
    const second = await issue({ subject: 'CN=Second', issuer: authority, isAuthority: true });
    const leaf = await issue({ issuer: second });
    expect(judge(leaf, { intermediates: [second.pem, authority.pem] })).toBe('path-too-long');
  });

  it('changed in any one byte does not count', async () => {
    const { der } = await issue({ issuer: authority, dns: ['a.example'] });
    const rules = { intermediates: [authority.pem], roots: [root.pem], moment };
    const counts = [0x01, 0x20, 0xff].flatMap(mask =>
      [...der.keys()].filter(at => {
        const changed = Buffer.from(der);
        changed[at]! ^= mask;
        return validatePath(changed, rules) === undefined;
      }),
    );
    expect(counts).toEqual([]);
  });

  it('costs little, however many authorities sign for one another', async () => {
    const keys = await makeKeys();
    const ring: Issued[] = [];
    for (let at = 0; at < 12; at += 1) {
      const wanted = { subject: 'CN=Ring', isAuthority: true, keys, notAfter: day(`20${30 + at}-01-01`) };
      ring.push(await issue({ ...wanted, issuer: { ...root, subject: 'CN=Ring', keys } }));
    }
    const leaf = await issue({ issuer: ring[0]! });
    expect(judge(leaf, { intermediates: ring.map(({ pem }) => pem) })).toBe('too-complex');
  });

  it.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    '%j is no certificate',
    text => {
      expect(validatePath(text, { roots: [root.pem], moment })).toBe('malformed');
    },
  );
});
