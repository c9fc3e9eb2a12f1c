import { hash, randomInt } from 'node:crypto';

// Crockford's alphabet: no letter that is taken for a digit.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 4;
const length = 5;

/** A code that the staff gives to a person, once: 100 random bits, `7KQ2M-…`, as it is read aloud. */
export function newEnrolmentCode(): string {
  const letters = Array.from({ length: groups * length }, () => alphabet[randomInt(alphabet.length)]);
  return Array.from({ length: groups }, (_, at) =>
    letters.slice(at * length, (at + 1) * length).join(''),
  ).join('-');
}

/** What is kept of a code, however it was typed: in lower case, without hyphens, O for 0, I or L for 1. */
export function toCodeDigest(code: string): Buffer {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return hash('sha256', plain, 'buffer');
}
