import type { Resource } from '@continuum/standards-fhir';
import { type Described, describePatient, validNamsOf } from './described.ts';

export type Aspect = 'nam' | 'birthDate' | 'family' | 'given' | 'gender';

/** One claim beside one registered usager. An aspect that either leaves out is `missing`. */
export interface Comparison {
  agrees: Aspect[];
  differs: Aspect[];
  missing: Aspect[];
}

type Verdict = keyof Comparison;

const sets = (a: ReadonlySet<string>, b: ReadonlySet<string>): Verdict => {
  if (a.size === 0 || b.size === 0) return 'missing';
  return a.isDisjointFrom(b) ? 'differs' : 'agrees';
};

/** A partial date is a missing one: identification takes whole dates only. */
const dates = (a = '', b = ''): Verdict => {
  if (a.length !== 10 || b.length !== 10)
    return a === '' || b === '' || a.startsWith(b) || b.startsWith(a) ? 'missing' : 'differs';
  return a === b ? 'agrees' : 'differs';
};

/** Only male against female contradicts: NAM sex, administrative sex and gender are three fields. */
const genders = (a: Described, b: Described): Verdict => {
  const known = [a.gender, b.gender].filter(gender => gender === 'male' || gender === 'female');
  if (known.length < 2) return 'missing';
  return known[0] === known[1] ? 'agrees' : 'differs';
};

/** Compares what a deposit claims with what the register holds, aspect by aspect. */
export function compare(claim: Resource, registered: Resource): Comparison {
  const [a, b] = [describePatient(claim), describePatient(registered)];
  const verdicts: [Aspect, Verdict][] = [
    ['nam', sets(new Set(validNamsOf(claim)), new Set(validNamsOf(registered)))],
    ['birthDate', dates(a.birthDate, b.birthDate)],
    ['family', sets(a.families, b.families)],
    ['given', sets(a.givens, b.givens)],
    ['gender', genders(a, b)],
  ];
  const of = (verdict: Verdict) => verdicts.filter(([, v]) => v === verdict).map(([aspect]) => aspect);
  return { agrees: of('agrees'), differs: of('differs'), missing: of('missing') };
}

const decisive: readonly Aspect[] = ['nam', 'birthDate', 'family', 'given'];

/** The exact rule: NAM, whole birth date, family name and given name are there and equal; nothing differs. */
export function isExact({ agrees, differs }: Comparison): boolean {
  return differs.length === 0 && decisive.every(aspect => agrees.includes(aspect));
}
