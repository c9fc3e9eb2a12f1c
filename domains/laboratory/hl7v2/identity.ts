import { createHash } from 'node:crypto';

/**
 * An id that the same keys of the same source always give: a UUID of version 5's form over their SHA-1
 * (RFC 9562 5.5). It lets a correction reach the resource that it corrects.
 */
export function idFrom(...keys: readonly string[]): string {
  const hash = createHash('sha1').update(JSON.stringify(keys)).digest();
  const hex = hash.toString('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** Tells apart what has the same key in one message: the first keeps it, the next get `#2`, `#3`. */
export function distinct(): (key: string) => string {
  const seen = new Map<string, number>();
  return key => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}#${count}`;
  };
}
