import { createPrivateKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import {
  type Assertion,
  signedBytes,
  toCredentialId,
  toRelyingPartyHash,
  userPresent,
  userVerified,
} from '@continuum/trust-signature';

/** A new P-256 key pair as JWK: what a hardware key makes inside itself. */
export function generateSoftwareKey(): { privateKey: JsonWebKey; publicKey: JsonWebKey } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey: privateKey.export({ format: 'jwk' }), publicKey: publicKey.export({ format: 'jwk' }) };
}

/**
 * Signs a challenge as an authenticator does (WebAuthn level 3, §6.3.3).
 * @param verified whether the person was verified (PIN); an honest key says so in the flags it signs.
 */
export function signAssertion(
  privateKey: JsonWebKey,
  challenge: string,
  origin: string,
  verified = true,
): Assertion {
  const flags = Buffer.from([userPresent | (verified ? userVerified : 0), 0, 0, 0, 0]);
  const authenticatorData = Buffer.concat([toRelyingPartyHash(origin), flags]);
  const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin }));
  const key = createPrivateKey({ key: privateKey, format: 'jwk' });
  const signature = sign('sha256', signedBytes(authenticatorData, clientData), { key, dsaEncoding: 'der' });
  return {
    id: toCredentialId(privateKey),
    response: {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
    },
  };
}
