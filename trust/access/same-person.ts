import { plainLetters } from '@continuum/standards-nam';

/** Who somebody is, as a register says it: what two people are compared by. */
export interface Identity {
  family: string;
  given: string;
  birthDate?: string;
  /** Street and postal code in plain letters: those who share one live together. */
  homes: readonly string[];
}

interface HumanName {
  use?: string;
  family?: string;
  given?: string[];
}

interface Address {
  line?: string[];
  postalCode?: string;
}

/** What of a Patient or a Practitioner says who they are. */
interface Described {
  name?: unknown;
  address?: unknown;
  birthDate?: unknown;
  [element: string]: unknown;
}

const listOf = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);

/** A home as it is compared: letters and digits of the street and of the postal code. */
const homeOf = (line: string, postalCode: string): string =>
  `${line} ${postalCode}`
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');

/** What people are compared by, of a Patient or a Practitioner; undefined without a family name. */
export function toIdentity(resource: Described): Identity | undefined {
  const names = listOf<HumanName>(resource.name);
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  if (!name?.family) return undefined;
  const homes = listOf<Address>(resource.address).flatMap(({ line, postalCode }) =>
    line?.[0] && postalCode ? [homeOf(line[0], postalCode)] : [],
  );
  return {
    ...{ family: name.family, given: name.given?.[0] ?? '', homes },
    ...(typeof resource.birthDate === 'string' && { birthDate: resource.birthDate }),
  };
}

/** A family name as it is compared. */
export const familyOf = ({ family }: Identity): string => plainLetters(family);

const sameName = (a: Identity, b: Identity): boolean =>
  familyOf(a) === familyOf(b) && plainLetters(a.given) === plainLetters(b.given);

/** Whether they live together. */
export const sharesHome = (a: Identity, b: Identity): boolean => a.homes.some(home => b.homes.includes(home));

/**
 * The same person: the same names, and a birth date or a home that says so too. A name alone does not. The registers of
 * usagers and of intervenants share no number: this is all that links somebody who works with the usager that they are.
 */
export const isSamePerson = (a: Identity, b: Identity): boolean =>
  sameName(a, b) &&
  (a.birthDate !== undefined && b.birthDate !== undefined ? a.birthDate === b.birthDate : sharesHome(a, b));

const wordsOf = (name: string): string[] =>
  name
    .split(/[^\p{L}\p{M}’'-]+/u)
    .map(plainLetters)
    .filter(word => word !== '');

/**
 * Whether two names, as people write them, may be of one person: two words at least, and all those of the shorter in the
 * other. Titles and second given names change nothing.
 */
export function namesAgree(a: string, b: string): boolean {
  const [shorter, longer] = [wordsOf(a), wordsOf(b)].sort((one, other) => one.length - other.length);
  return shorter!.length > 1 && shorter!.every(word => longer!.includes(word));
}
