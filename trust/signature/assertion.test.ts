import { generateKeyPairSync, hash, type JsonWebKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Assertion, checkAssertion, signedBytes, toRelyingPartyHash } from './assertion.ts';

const origin = 'https://exchange.example';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk: JsonWebKey = publicKey.export({ format: 'jwk' });

interface Made {
  client?: Record<string, unknown>;
  relyingParty?: string;
  flags?: number;
  data?: Buffer;
}

/** What an authenticator answers, signed truly, whatever it says. */
function made({ client = {}, relyingParty = origin, flags = 0x05, data }: Made = {}): Assertion {
  const clientData = { type: 'webauthn.get', challenge: 'abc', origin, crossOrigin: false, ...client };
  const clientDataJSON = Buffer.from(JSON.stringify(clientData));
  const counter = Buffer.from([flags, 0, 0, 0, 1]);
  const authenticatorData = data ?? Buffer.concat([toRelyingPartyHash(relyingParty), counter]);
  const signature = sign('sha256', signedBytes(authenticatorData, clientDataJSON), privateKey);
  return {
    id: 'key',
    response: {
      clientDataJSON: clientDataJSON.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
    },
  };
}

const other = (curve: string): JsonWebKey =>
  generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'jwk' });

const withResponse = (change: Partial<Assertion['response']>): Assertion => {
  const assertion = made();
  return { ...assertion, response: { ...assertion.response, ...change } };
};

describe('an assertion (WebAuthn level 3, §7.2)', () => {
  it('holds when the person was verified by her key on our page', () => {
    expect(checkAssertion(made(), jwk, [origin])).toBeUndefined();
  });

  it.each<[string, Assertion, string]>([
    ['of a creation', made({ client: { type: 'webauthn.create' } }), 'malformed'],
    ['without a challenge', made({ client: { challenge: undefined } }), 'malformed'],
    ['with short authenticator data', made({ data: Buffer.alloc(36) }), 'malformed'],
    ['of a page elsewhere', made({ client: { origin: 'https://elsewhere.example' } }), 'origin-foreign'],
    ['of a page framed elsewhere', made({ client: { crossOrigin: true } }), 'origin-foreign'],
    ['for another relying party', made({ relyingParty: 'https://elsewhere.example' }), 'origin-foreign'],
    ['without a person present', made({ flags: 0x04 }), 'user-not-verified'],
    ['without her PIN', made({ flags: 0x01 }), 'user-not-verified'],
    [
      'with a signature over something else',
      withResponse({ signature: made({ client: { challenge: 'other' } }).response.signature }),
      'signature-invalid',
    ],
    ['without a signature', withResponse({ signature: '' }), 'signature-invalid'],
  ])('%s is refused', (_, assertion, why) => {
    expect(checkAssertion(assertion, jwk, [origin])).toBe(why);
  });

  it.each([
    ['another key', other('P-256')],
    ['a key of another curve', other('P-384')],
    ['what is no key', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }],
  ])('is refused for %s', (_, key) => {
    expect(checkAssertion(made(), key, [origin])).toBe('signature-invalid');
  });

  it('signs the SHA-256 of what the browser said (§6.3.3, step 11)', () => {
    const said = Buffer.from('{}');
    const digest = hash('sha256', said, 'buffer');
    expect(signedBytes(Buffer.from([1]), said)).toEqual(Buffer.concat([Buffer.from([1]), digest]));
  });
});
