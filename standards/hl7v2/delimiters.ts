import { Hl7Error } from './hl7-error.ts';

/** The separators that MSH-1 and MSH-2 declare (v2.5.1 2.5.4); any printable character that is not a letter or digit. */
export interface Delimiters {
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
  /** From v2.7 on: marks a value that was cut. */
  truncation?: string;
}

export const defaultDelimiters: Delimiters = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

const fits = (character: string | undefined): boolean =>
  character !== undefined && !/[A-Za-z0-9\s\p{Cc}]/u.test(character);

/**
 * Reads the separators off the first characters of `MSH`, `FHS` or `BHS`.
 * MSH-2 may be shorter than four characters: what it leaves out cannot occur in the message.
 * @throws Hl7Error 102 at MSH-1 or MSH-2 when they cannot be told apart.
 */
export function readDelimiters(header: string): Delimiters {
  const name = header.slice(0, 3);
  const field = header.charAt(3);
  if (!fits(field)) throw new Hl7Error(102, `${name}-1`, `${name}-1 must be a field separator, usually |.`);
  const end = header.indexOf(field, 4);
  const characters = [...header.slice(4, end < 0 ? undefined : end)];
  if (characters.length === 0 || characters.length > 5 || ![...characters].every(fits))
    throw new Hl7Error(102, `${name}-2`, `${name}-2 must hold the encoding characters, usually ^~\\&.`);
  if (new Set([field, ...characters]).size !== characters.length + 1)
    throw new Hl7Error(102, `${name}-2`, `${name}-2 uses one character for two purposes.`);
  const [component = '', repetition = '', mark = '', subcomponent = '', truncation] = characters;
  return { field, component, repetition, escape: mark, subcomponent, ...(truncation ? { truncation } : {}) };
}
