import { hash, KeyObject, sign, type webcrypto } from 'node:crypto';
import { type Assertion, signedBytes, toRelyingPartyHash } from '../assertion.ts';

/** Signs a challenge as an authenticator does, its person verified. */
export function assertWith(key: webcrypto.CryptoKey, challenge: string, origin: string): Assertion {
  const clientData = { type: 'webauthn.get', challenge, origin, crossOrigin: false };
  const clientDataJSON = Buffer.from(JSON.stringify(clientData));
  const authenticatorData = Buffer.concat([toRelyingPartyHash(origin), Buffer.from([0x05, 0, 0, 0, 1])]);
  const signature = sign('sha256', signedBytes(authenticatorData, clientDataJSON), KeyObject.from(key));
  return {
    id: hash('sha256', challenge, 'base64url'),
    response: {
      clientDataJSON: clientDataJSON.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
    },
  };
}
