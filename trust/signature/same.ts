import { timingSafeEqual } from 'node:crypto';

/** Compares two digests in a time that does not depend on where they differ. */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

/** The same for texts; what is no text is the same as nothing. */
export const isSameText = (a: unknown, b: string): boolean =>
  typeof a === 'string' && isSame(Buffer.from(a), Buffer.from(b));
