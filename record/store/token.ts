import { hash } from 'node:crypto';

const limit = 50_000;
const known = new Map<string, string>();

/**
 * The 64-bit search token of a text, as decimal: the first 64 bits of its SHA-256, the same as `record.token`
 * in SQL. Not guessable into a collision by whoever writes a resource (second preimage 2^64).
 */
export function token(text: string): string {
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  const value = BigInt.asIntN(64, BigInt(`0x${hash('sha256', text, 'hex').slice(0, 16)}`)).toString();
  if (known.size >= limit) known.clear();
  known.set(text, value);
  return value;
}
