import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 };

const derive = (secret: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(secret.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))),
  );

/** A hash of a PIN or a password to be kept: `scrypt$<salt>$<key>`, salted, never the same twice. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(secret, salt);
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** What a name that nobody bears is compared with, so that it costs the same time. */
const decoy = `scrypt$${randomBytes(16).toString('base64url')}$${randomBytes(32).toString('base64url')}`;

/**
 * Whether the secret is the one that was hashed. Takes the same time whatever the answer, also when there is
 * no hash (`undefined`: nobody of that name), which never matches.
 */
export async function matchesSecret(secret: string, hash: string | undefined): Promise<boolean> {
  const [, salt = '', key = ''] = (hash ?? decoy).split('$');
  const derived = await derive(secret, Buffer.from(salt, 'base64url'));
  const expected = Buffer.from(key, 'base64url');
  return derived.length === expected.length && timingSafeEqual(derived, expected) && hash !== undefined;
}
