import { createHash } from 'node:crypto';

/**
 * An id that the same source keys always give, shaped as a UUID (version 5's layout over SHA-1): deposits of
 * the parts of one whole meet under it.
 */
export function derivedId(...keys: readonly string[]): string {
  const digest = createHash('sha1').update(keys.join('|')).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
