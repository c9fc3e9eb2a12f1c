import { dayOf, isDay } from '@continuum/standards-calendar';
import type { Issue } from '@continuum/standards-fhir';
import type { CounterRequest, Decider } from './counter-view.ts';
import { deciders, pieces } from './deciders.data.ts';

const problem = (field: string, diagnostics: string): Issue => ({
  ...{ severity: 'error', code: 'value', expression: `request.${field}`, diagnostics },
});

/** Whole years on a day of Québec; undefined without a whole birth date: who decides cannot be told. */
export function ageOn(birthDate: unknown, now: Date): number | undefined {
  const today = dayOf(now);
  if (typeof birthDate !== 'string' || !isBirthDay(birthDate) || birthDate > today) return undefined;
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** `isDay` is of days since 1970. */
const isBirthDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** In what qualities somebody may decide for a person of that age. */
export const decidersAt = (age: number | undefined): Decider[] =>
  age === undefined
    ? []
    : deciders
        .filter(({ from, until }) => from <= age && age < until)
        .map(({ relationship, proofs, incapacity }) => ({
          ...{ relationship, proofs },
          ...(incapacity && { incapacity }),
        }));

function notTheirs(age: number, relationship: string): string {
  if (relationship === 'self') return 'Under 14, the holder of parental authority or the tutor decides.';
  if (relationship === 'parental-authority') return 'From 18, nobody decides by parental authority.';
  return `Nobody decides in that quality for a person of ${age}.`;
}

function checkDecider({ decider }: CounterRequest, age: number | undefined): Issue[] {
  const { relationship, name, proof } = decider;
  if (age === undefined)
    return [
      problem(
        'decider.relationship',
        'Who decides depends on the age: complete the birth date in the register of usagers first.',
      ),
    ];
  const row = decidersAt(age).find(one => one.relationship === relationship);
  if (!row) return [problem('decider.relationship', notTheirs(age, relationship))];
  const self = relationship === 'self';
  const issues: Issue[] = [];
  if (!self && !name?.trim()) issues.push(problem('decider.name', 'Write the name of whoever decides.'));
  if (name && /\d/.test(name)) issues.push(problem('decider.name', 'The name alone: no number is kept.'));
  if (name && /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
    issues.push(problem('decider.name', 'Write the name on one line.'));
  if (self && name !== undefined)
    issues.push(problem('decider.name', 'Leave it out: the person decides themself.'));
  if (proof === undefined ? !self : !row.proofs.includes(proof))
    issues.push(
      problem(
        'decider.proof',
        self ? 'Leave it out: the person decides themself.' : `Say what proves it: ${row.proofs.join(', ')}.`,
      ),
    );
  return [...issues, ...checkIncapacity(decider, row)];
}

/** Somebody who would decide alone, and cannot: what shows it is said, and by nobody else. */
function checkIncapacity({ incapacity }: CounterRequest['decider'], row: Decider): Issue[] {
  if (row.incapacity === undefined)
    return incapacity === undefined
      ? []
      : [problem('decider.incapacity', 'Leave it out: it proves nothing more here.')];
  if (incapacity !== undefined && row.incapacity.includes(incapacity)) return [];
  const kinds = row.incapacity.join(', ');
  return [
    problem(
      'decider.incapacity',
      `From 14, the person decides alone, unless incapable: say what shows it (${kinds}).`,
    ),
  ];
}

function checkIdentity({ means, identity }: CounterRequest): Issue[] {
  const kinds = new Set(identity.map(({ kind }) => kind));
  const issues: Issue[] = [];
  if (kinds.size < pieces || kinds.size < identity.length)
    issues.push(problem('identity', `Give ${pieces} identity documents of different kinds, each once.`));
  const copies = identity.some(({ seen }) => seen !== 'counter');
  const shown = identity.some(({ seen }) => seen === 'counter');
  if (means === 'in-person' && copies)
    issues.push(problem('identity', 'Who comes in shows the documents themselves: seen at the counter.'));
  if (means === 'mail' && shown)
    issues.push(problem('identity', 'With a letter come copies: nothing was seen at the counter.'));
  return issues;
}

/** What is wrong with a request taken down at the counter; empty when it may be registered. */
export function checkRequest(request: CounterRequest, age: number | undefined, now: Date): Issue[] {
  const { received } = request;
  const issues: Issue[] = [];
  if (!isDay(received)) issues.push(problem('received', 'Write the day as YYYY-MM-DD.'));
  else if (received > dayOf(now)) issues.push(problem('received', 'Choose today or an earlier day.'));
  return [...issues, ...checkDecider(request, age), ...checkIdentity(request)];
}
