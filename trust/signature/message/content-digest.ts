import { hash } from 'node:crypto';
import { type Dictionary, parseDictionary } from 'structured-headers';
import { isSame } from '../same.ts';

export type DigestFailure = 'digest-missing' | 'digest-malformed' | 'digest-foreign';

/** A body that was hashed as it went by: too long to be held. */
export interface HashedBody {
  /** In bytes. */
  length: number;
  sha256: Uint8Array;
  sha512: Uint8Array;
}

/** The algorithms that count (RFC 9530 §5); the others of the registry are broken, and ignored. */
const algorithms: Record<string, 'sha256' | 'sha512'> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

const digestOf = (body: Uint8Array | HashedBody, algorithm: 'sha256' | 'sha512'): Uint8Array =>
  body instanceof Uint8Array ? hash(algorithm, body, 'buffer') : body[algorithm];

/** The value of `Content-Digest` for a body (RFC 9530 §2): `sha-256=:…:`. */
export const toContentDigest = (body: Uint8Array): string => `sha-256=:${hash('sha256', body, 'base64')}:`;

function read(header: string): Dictionary | undefined {
  try {
    return parseDictionary(header);
  } catch {
    return undefined;
  }
}

/** Checks `Content-Digest` against the bytes of the body (RFC 9530 §2): each digest that counts must be theirs, one at least. */
export function checkContentDigest(
  header: string | undefined,
  body: Uint8Array | HashedBody,
): DigestFailure | undefined {
  if (header === undefined) return 'digest-missing';
  const digests = read(header);
  if (digests === undefined) return 'digest-malformed';
  const counted = [...digests].filter(([name]) => Object.hasOwn(algorithms, name));
  if (counted.length === 0) return 'digest-missing';
  for (const [name, [value]] of counted) {
    if (!(value instanceof ArrayBuffer)) return 'digest-malformed';
    if (!isSame(Buffer.from(value), digestOf(body, algorithms[name]!))) return 'digest-foreign';
  }
  return undefined;
}
