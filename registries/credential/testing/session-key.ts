import { generateKeyPairSync, hash, randomUUID, sign } from 'node:crypto';
import { thumbprint } from '@continuum/trust-signature';

/** The key of a browser, and the proofs that it makes (RFC 9449, §4.2). */
export interface SessionKey {
  /** RFC 7638. */
  thumbprint: string;
  /** A new proof for one request. @param ath hash of the session's token, once there is one. */
  prove(method: string, url: string, ath?: string, claims?: Record<string, unknown>): string;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the cookie's token is in a proof: `ath`. */
export const toAth = (token: string): string => hash('sha256', token, 'base64url');

/** Makes the key of a browser, for tests: as ui/fhir-client does with Web Crypto. */
export function sessionKey(): SessionKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const header = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk });
  return {
    thumbprint: thumbprint(jwk),
    prove(method, url, ath, claims = {}) {
      const [htu] = url.split(/[?#]/);
      const iat = Math.floor(Date.now() / 1000);
      const payload = encode({ jti: randomUUID(), htm: method, htu, iat, ...(ath && { ath }), ...claims });
      const signature = sign('sha256', Buffer.from(`${header}.${payload}`), {
        key: privateKey,
        dsaEncoding: 'ieee-p1363',
      });
      return `${header}.${payload}.${signature.toString('base64url')}`;
    },
  };
}
