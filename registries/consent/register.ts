import { createHash } from 'node:crypto';
import type { Access, Denied, Stored, WriteOutcome } from '@continuum/record-gate';
import { type Issue, type Resource, validate } from '@continuum/standards-fhir';
import { directiveSystem, refusalOf } from '@continuum/trust-consent';
import { consentOf, type Decided } from './consent-of.ts';
import { type MadeKnown, onPortal } from './made-known.ts';
import type { RefusalAnswer, RefusalEvent, RefusalTerms } from './refusal-view.ts';
import { eventOf, termsOf, viewOf } from './view-of.ts';

/** Why a choice could not be registered. */
export type ChoiceOutcome =
  | { outcome: 'registered' }
  | { outcome: 'already'; issues: Issue[] }
  | { outcome: 'not-found' }
  | { outcome: 'invalid'; issues: Issue[] }
  | Denied;

const already: Issue = {
  severity: 'error',
  code: 'duplicate',
  diagnostics: 'A refusal is already registered: change it or cancel it.',
};

const moved: Issue = {
  severity: 'error',
  code: 'conflict',
  diagnostics: 'It was changed meanwhile: read it again, then decide.',
};

const present = <T>(value: T | undefined): value is T => value !== undefined;

async function consentsOf(access: Access, usager: string): Promise<Stored[] | Denied> {
  const outcome = await access.search('Consent', [
    ['patient', `Patient/${usager}`],
    ['category', `${directiveSystem}|refusal`],
    ['_sort', '-_lastUpdated'],
    ['_count', '100'],
  ]);
  if (outcome.outcome === 'denied') return outcome;
  if (outcome.outcome === 'invalid') throw new Error(outcome.issues.map(i => i.diagnostics).join(' '));
  return outcome.entries;
}

async function eventsOf(access: Access, id: string): Promise<RefusalEvent[]> {
  const outcome = await access.history({ type: 'Consent', id, count: 100 });
  return outcome.outcome === 'found' ? outcome.entries.map(eventOf).filter(present) : [];
}

/**
 * What the decision says to anybody who registers directives at all, before anything is looked up; journalled when it is
 * no. Of a citizen nothing is said yet.
 */
export const mayRegister = ({ actor, mayWrite }: Access): Promise<Denied | undefined> =>
  mayWrite([
    {
      verb: 'create',
      resource: {
        resourceType: 'Consent',
        category: [{ coding: [{ system: directiveSystem }] }],
        ...(actor.atRequestOf && { patient: { reference: `Patient/${actor.atRequestOf}` } }),
      },
    },
  ]);

/** Whoever decides for that person: themself, the holder of parental authority under 14; staff, at their request. */
export const mayDecide = ({ actor }: Access, usager: string): boolean =>
  (actor.kind === 'practitioner' && actor.atRequestOf === usager) ||
  (actor.kind === 'citizen' &&
    (actor.usagers ?? []).includes(usager) &&
    !(actor.readsOnly ?? []).includes(usager));

/** The refusals of a usager and everything the register remembers of them, newest first. */
export async function readRefusals(
  access: Access,
  usager: string,
  now: Date,
): Promise<RefusalAnswer | Denied> {
  const consents = await consentsOf(access, usager);
  if ('outcome' in consents) return consents;
  const histories = await Promise.all(consents.map(({ id }) => eventsOf(access, id)));
  return {
    refusals: consents.map(stored => viewOf(stored, now)).filter(present),
    history: histories.flat().sort((a, b) => b.at.localeCompare(a.at)),
    mayDecide: mayDecide(access, usager),
  };
}

/** What came of a write of the register. */
export function toOutcome(written: WriteOutcome): ChoiceOutcome {
  if (written.outcome === 'written') return { outcome: 'registered' };
  if (written.outcome === 'denied') return written;
  if (written.outcome === 'invalid') return written;
  return { outcome: 'already', issues: [moved] };
}

async function register(
  access: Access,
  decided: Decided,
  now: Date,
  ifMatch?: number,
): Promise<ChoiceOutcome> {
  const resource = consentOf(decided, now);
  const issues = validate(resource).filter(({ severity }) => severity === 'error' || severity === 'fatal');
  if (issues.length > 0) return { outcome: 'invalid', issues };
  if (ifMatch !== undefined) return toOutcome(await access.write([{ verb: 'upsert', resource, ifMatch }]));
  const written = await access.write([{ verb: 'upsert', resource, revise: unlessActive }]);
  const stands =
    written.outcome === 'written' && written.written.some(({ result }) => result === 'unchanged');
  return stands ? { outcome: 'already', issues: [already] } : toOutcome(written);
}

/** A refusal that stands stays as it is: it is changed or cancelled by its own address. */
const unlessActive = (current: Resource, proposed: Resource): Resource | undefined =>
  refusalOf(current)?.active ? undefined : proposed;

/**
 * The id of a person's next refusal, by how many the register keeps: of two that are set at once, from two tabs or two counters,
 * the one that comes second finds the first.
 */
function nextIdOf(usager: string, kept: number): string {
  const hex = createHash('sha256')
    .update(`refusal ${kept + 1} of ${usager}`)
    .digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Registers a refusal, in force at once. One at a time: a second one would say two things. */
export async function setRefusal(
  access: Access,
  usager: string,
  terms: RefusalTerms,
  now: Date,
  how: MadeKnown = onPortal(access.actor),
): Promise<ChoiceOutcome> {
  const consents = await consentsOf(access, usager);
  if ('outcome' in consents) return consents;
  if (consents.some(stored => viewOf(stored, now))) return { outcome: 'already', issues: [already] };
  const consent = nextIdOf(usager, consents.length);
  const decided = { usager, consent, terms, active: true, start: now, how };
  return register(access, decided, now);
}

/** A choice that stands, and how its next version was made known; by default, on the portal. */
export interface Existing {
  usager: string;
  id: string;
  how?: MadeKnown | undefined;
}

async function readOwn(access: Access, { usager, id }: Existing) {
  const read = await access.read('Consent', id);
  if (read.outcome === 'denied') return read;
  if (read.outcome !== 'found') return { outcome: 'not-found' } as const;
  const consent = JSON.parse(read.stored.body) as Resource;
  const refusal = refusalOf(consent);
  if (refusal?.usager !== usager) return { outcome: 'not-found' } as const;
  return { outcome: 'found', refusal, consent, version: read.stored.version } as const;
}

/** A new version of a refusal: it keeps its beginning, and its earlier terms stay in the register. */
async function revise(
  access: Access,
  { usager, id, how = onPortal(access.actor) }: Existing,
  now: Date,
  revision: (found: RefusalTerms) => { terms: RefusalTerms; active: boolean },
): Promise<ChoiceOutcome> {
  const found = await readOwn(access, { usager, id });
  if (found.outcome !== 'found') return found;
  const { start } = found.refusal;
  const revised = revision(termsOf(found.consent));
  const decided: Decided = { usager, consent: id, start, how, ...revised };
  return register(access, decided, now, found.version);
}

/** Changes what a refusal covers, or for how long. */
export const changeRefusal = (access: Access, which: Existing, terms: RefusalTerms, now: Date) =>
  revise(access, which, now, () => ({ terms, active: true }));

/** Cancels a refusal: from then on it hides nothing. The register remembers it. */
export const cancelRefusal = (access: Access, which: Existing, now: Date) =>
  revise(access, which, now, terms => ({ terms, active: false }));
