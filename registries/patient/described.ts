import type { Identifier, Resource } from '@continuum/standards-fhir';
import { isNamSystem, type ParsedNam, parseNam, plainLetters } from '@continuum/standards-nam';

/** A NAM as somebody wrote it, and where in the Patient. */
export interface WrittenNam {
  /** Index in `Patient.identifier`. */
  index: number;
  text: string;
  parsed: ParsedNam;
}

/** What a Patient says of a person, in the form in which persons are compared. */
export interface Described {
  nams: WrittenNam[];
  /** Every family name that serves, at birth or current, as plain letters. */
  families: Set<string>;
  /** First given names, and all given names run together, as plain letters. */
  givens: Set<string>;
  birthDate?: string;
  gender?: string;
}

interface HumanName {
  use?: string;
  family?: string;
  given?: string[];
}

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);

/** `Patient.name`, without the names that identify nobody. */
export function namesOf(patient: Resource): HumanName[] {
  return list<HumanName>(patient.name).filter(
    name => !['anonymous', 'nickname', 'temp'].includes(name.use ?? ''),
  );
}

/** The NAMs a Patient carries, valid or not; those marked `old` are no longer in use. */
export function namsOf(patient: Resource): WrittenNam[] {
  return list<Identifier>(patient.identifier).flatMap((identifier, index) =>
    isNamSystem(identifier?.system) && identifier.use !== 'old'
      ? [{ index, text: String(identifier.value ?? ''), parsed: parseNam(String(identifier.value ?? '')) }]
      : [],
  );
}

/** The valid NAMs of a Patient as they are stored, each once. */
export function validNamsOf(patient: Resource): string[] {
  return [...new Set(namsOf(patient).flatMap(({ parsed }) => (parsed.valid ? [parsed.nam.value] : [])))];
}

const plain = (names: (string | undefined)[]): Set<string> =>
  new Set(names.map(name => plainLetters(name ?? '')).filter(letters => letters !== ''));

/** `Jean-Pierre`, `Jean Pierre` and `[Jean, Pierre]` meet in the run-together form. */
const givenForms = (name: HumanName): string[] => {
  const given = list<string>(name.given);
  return [given[0] ?? '', given.join('')];
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Reads a FHIR Patient into what identification compares. */
export function describePatient(patient: Resource): Described {
  const names = namesOf(patient);
  return {
    nams: namsOf(patient),
    families: plain(names.map(name => name.family)),
    givens: plain(names.flatMap(givenForms)),
    birthDate: text(patient.birthDate),
    gender: text(patient.gender),
  };
}
