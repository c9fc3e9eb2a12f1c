import fc from 'fast-check';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAct } from './act/verify-act.ts';
import { checkRevocation } from './certificate/check-revocation.ts';
import { validatePath } from './certificate/validate-path.ts';
import { checkMessageSignature } from './message/check-message-signature.ts';
import { checkProof } from './proof.ts';
import { makeCrl, makeOcsp } from './testing/evidence.ts';
import { type Issued, issue, makeHouse } from './testing/issue.ts';

/** What a stranger sends ends as a refusal: never as an error, never as a yes. */
const now = new Date('2026-03-01T12:00:00Z');
const until = new Date('2026-03-01T13:00:00Z');
let root: Issued;
let authority: Issued;
let leaf: Issued;
let jwk: JWK;

beforeAll(async () => {
  ({ root, authority } = await makeHouse());
  leaf = await issue({ issuer: authority, dns: ['a.example'] });
  jwk = await exportJWK((await generateKeyPair('ES256')).publicKey);
});

/** A few edits: bytes replaced, put in, taken out. */
const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom(0, 1, 2)), {
  minLength: 1,
  maxLength: 4,
});

function edited(bytes: Buffer, changes: readonly [number, number, number][]): Buffer {
  const text = [...bytes];
  for (const [at, byte, kind] of changes)
    text.splice(at % text.length, kind === 1 ? 0 : 1, ...(kind === 2 ? [] : [byte]));
  return Buffer.from(text);
}

describe('what a stranger sends', () => {
  it('as a certificate', () => {
    const rules = { intermediates: [authority.der], roots: [root.der], moment: now };
    const judge = (bytes: Uint8Array) =>
      bytes.length === 0 || leaf.der.equals(bytes) || validatePath(bytes, rules);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => void expect(judge(bytes)).toBeTruthy()),
    );
    fc.assert(
      fc.property(edits, changes => void expect(judge(edited(leaf.der, changes))).toBeTruthy()),
      { numRuns: 1000 },
    );
  });

  it('as an intermediate', () => {
    const judge = (bytes: Buffer) =>
      authority.der.equals(bytes) ||
      validatePath(leaf.der, { intermediates: [bytes], roots: [root.der], moment: now });
    fc.assert(fc.property(edits, changes => void expect(judge(edited(authority.der, changes))).toBeTruthy()));
  });

  it('as evidence of revocation', async () => {
    const crl = await makeCrl(authority, { thisUpdate: now, nextUpdate: until });
    const ocsp = await makeOcsp(leaf, authority, { thisUpdate: now, nextUpdate: until });
    const question = { certificate: leaf.der, issuer: authority.der, moment: now };
    fc.assert(
      fc.property(edits, changes => {
        const [one, other] = [edited(crl, changes), edited(ocsp, changes)];
        if (!one.equals(crl)) expect(checkRevocation({ crl: one }, question).status).toBe('unknown');
        if (!other.equals(ocsp)) expect(checkRevocation({ ocsp: other }, question).status).toBe('unknown');
      }),
      { numRuns: 500 },
    );
  });

  it('as a proof', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const member = fc.constantFrom('kty', 'crv', 'x', 'y', 'd', 'use', 'alg', 'key_ops', 'ext', 'kid');
    const header = fc.record({
      key: fc.dictionary(member, fc.jsonValue()),
      more: fc.dictionary(fc.constantFrom('crit', 'b64', 'kid', 'jku'), fc.jsonValue()),
    });
    const claims = fc.dictionary(
      fc.constantFrom('jti', 'htm', 'htu', 'iat', 'exp', 'nbf', 'ath'),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(
        header,
        claims,
        fc.uint8Array({ maxLength: 70 }),
        async ({ key, more }, said, signature) => {
          const head = { typ: 'dpop+jwt', alg: 'ES256', ...more, jwk: { ...jwk, ...key } };
          const proof = `${part(head)}.${part(said)}.${Buffer.from(signature).toString('base64url')}`;
          const checked = await checkProof(proof, { method: 'GET', url: 'https://exchange.example/', now });
          expect(checked.ok).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), async text => {
        expect((await checkProof(text, { method: 'GET', url: text, now })).ok).toBe(false);
      }),
    );
  });

  it('as a signed request', () => {
    const piece = fc.constantFrom(
      'sig',
      '=',
      '(',
      ')',
      '"@method"',
      '"@query-param"',
      ';name="%"',
      ';created=1',
      ';sf',
      ':AA==:',
      ',',
      ' ',
      '?1',
      '@1',
      '%"x"',
    );
    const field = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''));
    fc.assert(
      fc.property(field, field, fc.string(), (input, signature, url) => {
        const headers = { 'Signature-Input': input, Signature: signature, 'Content-Digest': input };
        const rules = { keyid: 'k', key: { ...jwk }, now, body: Buffer.from('x') };
        expect(checkMessageSignature({ method: 'GET', url, headers }, rules).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('as an export', () => {
    const provenance = fc.record({
      resourceType: fc.constant('Provenance'),
      id: fc.jsonValue(),
      target: fc.jsonValue(),
      recorded: fc.jsonValue(),
      activity: fc.jsonValue(),
      agent: fc.jsonValue(),
      signature: fc.array(fc.jsonValue(), { minLength: 1, maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(provenance, fc.jsonValue()), { maxLength: 3 }), resources => {
        const text = JSON.stringify({
          resourceType: 'Bundle',
          entry: resources.map(resource => ({ resource })),
        });
        expect(verifyAct(text, [root.der]).every(({ ok }) => !ok)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
