const plain = /^[\x20-\x7e]*$/;

const withoutAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '');

/**
 * A string as searches compare it: without accents, case, and superfluous spaces (R4 3.1.1.4.8, string).
 */
export function normalize(text: string): string {
  return (plain.test(text) ? text : withoutAccents(text))
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Lengths of the prefixes that the inverted index knows. */
export const prefixLengths = [1, 2, 3, 4, 6] as const;
