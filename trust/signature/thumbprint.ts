import { hash, type JsonWebKey } from 'node:crypto';

// The members that make a key, in the order of their names (RFC 7638 §3.2; RFC 8037 §2 for OKP).
const membersOf: Record<string, readonly (keyof JsonWebKey)[]> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
};

/**
 * The SHA-256 thumbprint of a public key, base64url (RFC 7638 §3): the same for its private half.
 * @throws TypeError for a key without the members of its type, or of another type than EC, OKP and RSA.
 */
export function thumbprint(key: JsonWebKey): string {
  const members = membersOf[key.kty ?? ''];
  if (!members?.every(name => typeof key[name] === 'string'))
    throw new TypeError(`A key of type ${key.kty} without its members has no thumbprint (RFC 7638 §3.2).`);
  return hash(
    'sha256',
    JSON.stringify(Object.fromEntries(members.map(name => [name, key[name]]))),
    'base64url',
  );
}
