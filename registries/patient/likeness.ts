import type { Resource } from '@continuum/standards-fhir';
import { plainLetters } from '@continuum/standards-nam';
import { distance } from 'fastest-levenshtein';
import { describePatient, namesOf, validNamsOf } from './described.ts';
import type { Level, MatchAspect } from './weights.data.ts';

/** How alike two descriptions are; an aspect that either leaves out is not here. */
export type Levels = Partial<Record<MatchAspect, Level>>;

interface Address {
  postalCode?: string;
}
interface Telecom {
  system?: string;
  value?: string;
}

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);

/** The parts of a double name: `Roy dit Desjardins`, `Tremblay-Gagnon`, `Marie-Ève`; particles are none. */
const partsOf = (name: string): string[] =>
  name
    .replace(/\b(saint|sainte|st|ste)[\s.-]+/gi, 'Saint')
    .split(/[\s-]+|\bdite?\b/i)
    .map(plainLetters)
    .filter(part => part.length > 2);

const slip = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 4 && distance(a, b) <= (Math.min(a.length, b.length) >= 8 ? 2 : 1);

/** The closest pair of two sets of names. */
function names(a: readonly string[], b: readonly string[], partsA: string[], partsB: string[]): Level {
  if (a.some(name => b.includes(name))) return 'same';
  if (a.some(one => b.some(other => slip(one, other)))) return 'close';
  return partsA.some(part => partsB.includes(part)) ? 'part' : 'differs';
}

function families(a: Resource, b: Resource): Level | undefined {
  const [x, y] = [a, b].map(patient => [...describePatient(patient).families]) as [string[], string[]];
  const [p, q] = [a, b].map(patient => namesOf(patient).flatMap(({ family = '' }) => partsOf(family))) as [
    string[],
    string[],
  ];
  return x.length > 0 && y.length > 0 ? names(x, y, p, q) : undefined;
}

function givens(a: Resource, b: Resource): Level | undefined {
  const [x, y] = [a, b].map(patient => [...describePatient(patient).givens]) as [string[], string[]];
  const [p, q] = [a, b].map(patient =>
    namesOf(patient).flatMap(({ given = [] }) => given.flatMap(partsOf)),
  ) as [string[], string[]];
  return x.length > 0 && y.length > 0 ? names(x, y, p, q) : undefined;
}

const exchanged = (date: string): string => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1-$3-$2');

function birthDates(a = '', b = ''): Level | undefined {
  if (a === '' || b === '') return undefined;
  if (a.length < 10 || b.length < 10) return a.startsWith(b) || b.startsWith(a) ? 'part' : 'differs';
  if (a === b) return 'same';
  if (exchanged(a) === b || distance(a, b) === 1) return 'close';
  return a.slice(0, 7) === b.slice(0, 7) ? 'part' : 'differs';
}

function nams(a: readonly string[], b: readonly string[]): Level | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  if (a.some(nam => b.includes(nam))) return 'same';
  return a.some(one => b.some(other => distance(one, other) <= 2)) ? 'close' : 'differs';
}

function genders(a: string | undefined, b: string | undefined): Level | undefined {
  const known = [a, b].filter(gender => gender === 'male' || gender === 'female');
  if (known.length < 2) return undefined;
  return known[0] === known[1] ? 'same' : 'differs';
}

const postalCodes = (patient: Resource): string[] =>
  list<Address>(patient.address)
    .map(({ postalCode = '' }) => postalCode.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .filter(code => code.length >= 3);

const phones = (patient: Resource): string[] =>
  list<Telecom>(patient.telecom)
    .filter(({ system = 'phone' }) => system === 'phone' || system === 'sms')
    .map(({ value = '' }) => value.replace(/\D/g, '').slice(-10))
    .filter(digits => digits.length === 10);

function places(a: readonly string[], b: readonly string[]): Level | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  if (a.some(code => b.includes(code))) return 'same';
  return a.some(code => b.some(other => other.slice(0, 3) === code.slice(0, 3))) ? 'part' : 'differs';
}

function numbers(a: readonly string[], b: readonly string[]): Level | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  return a.some(number => b.includes(number)) ? 'same' : 'differs';
}

/** Compares two Patients, aspect by aspect. */
export function levelsOf(a: Resource, b: Resource): Levels {
  const [x, y] = [describePatient(a), describePatient(b)];
  const levels: Record<MatchAspect, Level | undefined> = {
    nam: nams(validNamsOf(a), validNamsOf(b)),
    birthDate: birthDates(x.birthDate, y.birthDate),
    family: families(a, b),
    given: givens(a, b),
    gender: genders(x.gender, y.gender),
    postalCode: places(postalCodes(a), postalCodes(b)),
    phone: numbers(phones(a), phones(b)),
  };
  return Object.fromEntries(Object.entries(levels).filter(([, level]) => level !== undefined));
}
