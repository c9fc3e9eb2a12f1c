import { webcrypto } from 'node:crypto';
import { issue } from '@continuum/trust-signature/testing';

/** A certificate of `localhost` that nobody vouches for, and its key, PEM. */
export async function selfSigned(): Promise<{ key: string; cert: string }> {
  const { pem: cert, keys } = await issue({ subject: 'CN=localhost', dns: ['localhost'] });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { cert, key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n` };
}
