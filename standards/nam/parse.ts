import { checkDigit } from './check-digit.ts';

/** A valid NAM and what it says. */
export interface Nam {
  /** Twelve characters, upper case, without spaces: as it is stored. */
  value: string;
  /** `YYYY-MM-DD`; the century is the one for which the check digit is right. */
  birthDate: string;
  /** The sex written in the number, which is not the administrative sex nor the gender. */
  sex: 'M' | 'F';
}

export type NamProblemCode = 'length' | 'letter' | 'digit' | 'month' | 'day' | 'sequence' | 'check-digit';

/** One thing wrong in a NAM: where, and what would be right. */
export interface NamProblem {
  code: NamProblemCode;
  /** 1–12, counted without spaces; 0 when it is about the whole. */
  position: number;
  /** What is wrong and the mend. */
  text: string;
}

export type ParsedNam = { valid: true; nam: Nam } | { valid: false; problems: NamProblem[] };

const problem = (code: NamProblemCode, position: number, text: string): NamProblem => ({
  code,
  position,
  text,
});

const digits = [5, 6, 7, 8, 9, 10, 12];

function misplaced(value: string): NamProblem[] {
  const letters = [1, 2, 3, 4]
    .filter(position => !/[A-Z]/.test(value.charAt(position - 1)))
    .map(position => problem('letter', position, `Position ${position} must be a letter from A to Z.`));
  const numbers = digits
    .filter(position => !/\d/.test(value.charAt(position - 1)))
    .map(position => problem('digit', position, `Position ${position} must be a digit.`));
  const sequence = /[1-9A-HJ-NP-Z]/.test(value.charAt(10))
    ? []
    : [problem('sequence', 11, 'Position 11 must be a digit from 1 to 9, or a letter other than I and O.')];
  return [...letters, ...numbers, ...sequence];
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const iso = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** The date and the sex, once every character is of the right kind. */
function read(value: string): ParsedNam {
  const written = Number(value.slice(6, 8));
  const sex = written > 50 ? 'F' : 'M';
  const month = written > 50 ? written - 50 : written;
  const day = Number(value.slice(8, 10));
  if (month < 1 || month > 12)
    return fail('month', 7, 'Positions 7 and 8 must be a month, 01 to 12, or 51 to 62 for a woman.');
  const years = [1900, 2000].map(century => century + Number(value.slice(4, 6)));
  if (day < 1 || years.every(year => day > daysOf(year, month)))
    return fail('day', 9, 'Positions 9 and 10 must be a day of that month.');
  const parts = { prefix: value.slice(0, 4), month, day, sex, sequence: value.charAt(10) } as const;
  const year = years.find(
    candidate =>
      day <= daysOf(candidate, month) && checkDigit({ ...parts, year: candidate }) === value.charAt(11),
  );
  if (year === undefined)
    return fail('check-digit', 12, 'The check digit does not fit: compare each character with the card.');
  return { valid: true, nam: { value, birthDate: iso(year, month, day), sex } };
}

const fail = (code: NamProblemCode, position: number, text: string): ParsedNam => ({
  valid: false,
  problems: [problem(code, position, text)],
});

/**
 * Reads a NAM as people write it (spaces, lower case). Never throws: an invalid one comes back with every
 * problem that can be told, each with its position and the mend.
 */
export function parseNam(text: string): ParsedNam {
  const value = text.replace(/\s/gu, '').toUpperCase();
  if (value.length !== 12)
    return fail(
      'length',
      0,
      `A NAM has 12 characters, four letters and eight digits; this has ${value.length}.`,
    );
  const problems = misplaced(value);
  return problems.length > 0 ? { valid: false, problems } : read(value);
}

/** `TREM04121925` as it is shown: `TREM 0412 1925`. The text is only cut, never checked. */
export function formatNam(value: string): string {
  return value
    .replace(/\s/gu, '')
    .toUpperCase()
    .replace(/^(.{4})(.{4})(.{4})$/, '$1 $2 $3');
}
