import { hash } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkProof, type ProvenRequest } from './proof.ts';
import { thumbprint } from './thumbprint.ts';

const now = new Date('2026-03-01T12:00:00Z');
const iat = now.getTime() / 1000;
const request: ProvenRequest = { method: 'POST', url: 'https://exchange.example/fhir/R4/Patient', now };
let privateKey: CryptoKey;
let jwk: JWK;
let privateJwk: JWK;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  privateKey = pair.privateKey;
  jwk = await exportJWK(pair.publicKey);
  privateJwk = await exportJWK(pair.privateKey);
});

const claims = { jti: 'j-1', htm: 'POST', htu: request.url, iat };

const signed = (
  change: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> =>
  new SignJWT({ ...claims, ...change })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...header })
    .sign(privateKey);

describe('a proof of possession (RFC 9449 §4.3)', () => {
  it('holds for its request, and says its id, its key and how long to remember it', async () => {
    expect(await checkProof(await signed(), request)).toEqual({
      ok: true,
      jti: 'j-1',
      thumbprint: thumbprint({ ...jwk }),
      issuedAt: now,
      keepUntil: new Date('2026-03-01T12:01:00Z'),
    });
  });

  it.each([
    ['HTTPS://Exchange.example:443/fhir/R4/./Patient'],
    ['https://exchange.example/fhir/%52%34/Patient?_count=1#here'],
  ])('holds for another writing of the same address: %s', async htu => {
    expect(await checkProof(await signed({ htu }), request)).toMatchObject({ ok: true });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['without an id', { jti: undefined }, 'malformed'],
    ['with an endless id', { jti: 'j'.repeat(257) }, 'malformed'],
    ['without a moment', { iat: undefined }, 'malformed'],
    ['with a moment in words', { iat: 'now' }, 'malformed'],
    ['for another method', { htm: 'GET' }, 'method-foreign'],
    ['for another path', { htu: `${request.url}/1` }, 'address-foreign'],
    ['for another host', { htu: 'https://elsewhere.example/fhir/R4/Patient' }, 'address-foreign'],
    ['for plain http', { htu: 'http://exchange.example/fhir/R4/Patient' }, 'address-foreign'],
    ['for no address', { htu: 'Patient' }, 'address-foreign'],
    ['older than a minute', { iat: iat - 61 }, 'too-old'],
    ['expired by its own word', { exp: iat - 1 }, 'too-old'],
    ['of the future', { iat: iat + 31 }, 'too-early'],
    ['not valid yet by its own word', { nbf: iat + 31 }, 'too-early'],
  ])('%s is refused', async (_, change, why) => {
    expect(await checkProof(await signed(change), request)).toEqual({ ok: false, why });
  });

  it.each([[iat - 60], [iat + 30]])('made at %i, within the window, holds', async moment => {
    expect(await checkProof(await signed({ iat: moment }), request)).toMatchObject({ ok: true });
  });

  it.each<[string, () => Record<string, unknown>, string]>([
    ['of another type', () => ({ typ: 'JWT' }), 'malformed'],
    ['with the private key in it', () => ({ jwk: privateJwk }), 'key-refused'],
    ['without a key', () => ({ jwk: undefined }), 'key-refused'],
    ['with a secret for a key', () => ({ jwk: { kty: 'oct', k: 'c2VjcmV0' } }), 'key-refused'],
    ['with a coordinate cut', () => ({ jwk: { ...jwk, x: jwk.x!.slice(1) } }), 'key-refused'],
  ])('%s is refused', async (_, header, why) => {
    expect(await checkProof(await signed({}, header()), request)).toEqual({ ok: false, why });
  });

  it('by another key than the one in its header is refused', async () => {
    const other = await exportJWK((await generateKeyPair('ES256')).publicKey);
    expect(await checkProof(await signed({}, { jwk: other }), request)).toMatchObject({
      why: 'signature-invalid',
    });
  });

  it('signed with the public key as a secret is refused (RFC 8725 §2.1)', async () => {
    const header = { typ: 'dpop+jwt', alg: 'HS256', jwk };
    const proof = await new SignJWT(claims).setProtectedHeader(header).sign(Buffer.from(JSON.stringify(jwk)));
    expect(await checkProof(proof, request)).toMatchObject({ why: 'malformed' });
  });

  it('with nobody’s signature is refused', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const proof = `${part({ typ: 'dpop+jwt', alg: 'none', jwk })}.${part(claims)}.`;
    expect(await checkProof(proof, request)).toMatchObject({ why: 'malformed' });
  });

  it('sent twice in one request is refused', async () => {
    const proof = await signed();
    expect((await checkProof(`${proof}, ${proof}`, request)).ok).toBe(false);
  });

  it.each(['', 'a.b.c', '..', 'x'.repeat(9000)])('%.12s… is no proof', async text => {
    expect(await checkProof(text, request)).toEqual({ ok: false, why: 'malformed' });
  });

  describe('with an access token (steps 12a and 12b)', () => {
    const token = 'the-token';
    const ath = hash('sha256', token, 'base64url');

    it('holds for that token and the key it is bound to', async () => {
      const asked = { ...request, token, thumbprint: thumbprint({ ...jwk }) };
      expect(await checkProof(await signed({ ath }), asked)).toMatchObject({ ok: true });
    });

    it('is refused when it was made for another token, or none', async () => {
      const asked = { ...request, token: 'another' };
      expect(await checkProof(await signed({ ath }), asked)).toMatchObject({ why: 'token-foreign' });
      expect(await checkProof(await signed(), asked)).toMatchObject({ why: 'token-foreign' });
    });

    it('is refused when the token is bound to another key', async () => {
      const asked = { ...request, token, thumbprint: 'x'.repeat(43) };
      expect(await checkProof(await signed({ ath }), asked)).toMatchObject({ why: 'key-foreign' });
    });
  });

  it('bears the server’s nonce where one is asked (§8)', async () => {
    const asked = { ...request, nonces: ['n-2', 'n-1'] };
    expect(await checkProof(await signed({ nonce: 'n-1' }), asked)).toMatchObject({ ok: true });
    expect(await checkProof(await signed({ nonce: 'n-0' }), asked)).toMatchObject({ why: 'nonce-foreign' });
    expect(await checkProof(await signed(), asked)).toMatchObject({ why: 'nonce-foreign' });
  });
});

describe('a key’s thumbprint (RFC 7638 §3.1)', () => {
  it('is the one of the RFC’s example', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    const key = { kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' };
    expect(thumbprint(key)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  it('is refused to what is no public key', () => {
    expect(() => thumbprint({ kty: 'oct', k: 'AA' })).toThrow(/no thumbprint/);
    expect(() => thumbprint({ kty: 'EC', crv: 'P-256', x: 'AA' })).toThrow(/no thumbprint/);
  });
});
