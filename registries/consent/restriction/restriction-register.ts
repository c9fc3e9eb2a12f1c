import { randomUUID } from 'node:crypto';
import type { Access, Denied, Stored } from '@continuum/record-gate';
import { nextDay, startOfDay } from '@continuum/standards-calendar';
import { type Issue, type Resource, validate } from '@continuum/standards-fhir';
import {
  directiveSystem,
  type Restriction,
  restrictionOf,
  toRestrictionConsent,
} from '@continuum/trust-consent';
import { type MadeKnown, onPortal } from '../made-known.ts';
import { personName } from '../person-name.ts';
import { type ChoiceOutcome, type Existing, mayDecide, toOutcome } from '../register.ts';
import { toItem } from './items.ts';
import type { RestrictionAnswer, RestrictionTerms } from './restriction-view.ts';
import { eventOf, viewOf, withoutItems } from './view-of-restriction.ts';

const present = <T>(value: T | undefined): value is T => value !== undefined;

async function consentsOf(access: Access, usager: string): Promise<Stored[] | Denied> {
  const outcome = await access.search('Consent', [
    ['patient', `Patient/${usager}`],
    ['category', `${directiveSystem}|restriction`],
    ['_sort', '-_lastUpdated'],
    ['_count', '100'],
  ]);
  if (outcome.outcome === 'denied') return outcome;
  if (outcome.outcome === 'invalid') throw new Error(outcome.issues.map(i => i.diagnostics).join(' '));
  return outcome.entries;
}

async function eventsOf(access: Access, id: string) {
  const outcome = await access.history({ type: 'Consent', id, count: 100 });
  return outcome.outcome === 'found' ? outcome.entries.map(eventOf).filter(present) : [];
}

/** At the counter nothing of the record is shown: what a restriction names of it is counted. */
const isAtCounter = ({ actor }: Access): boolean => actor.atRequestOf !== undefined;

/** The restrictions of a usager and everything the register remembers of them, newest first. */
export async function readRestrictions(
  access: Access,
  usager: string,
  now: Date,
): Promise<RestrictionAnswer | Denied> {
  const consents = await consentsOf(access, usager);
  if ('outcome' in consents) return consents;
  const histories = await Promise.all(consents.map(({ id }) => eventsOf(access, id)));
  const restrictions = consents.map(stored => viewOf(stored, now)).filter(present);
  const history = histories.flat().sort((a, b) => b.at.localeCompare(a.at));
  const unshown = isAtCounter(access);
  return {
    restrictions: unshown ? restrictions.map(withoutItems) : restrictions,
    history: unshown ? history.map(event => ({ ...event, terms: withoutItems(event.terms) })) : history,
    mayDecide: mayDecide(access, usager),
  };
}

const invalid = (expression: string, diagnostics: string): Issue => ({
  ...{ severity: 'error', code: 'value', expression, diagnostics },
});

/** What the terms name, found in the registers and in the person's own record, with the names that are kept with it. */
export interface Found {
  names: Map<string, string>;
  /** Part of the record of each named resource. */
  parts: Map<string, string>;
  issues: Issue[];
}

async function read(access: Access, reference: string): Promise<Resource | undefined> {
  const [type = '', id = ''] = reference.split('/');
  const found = await access.read(type, id);
  return found.outcome === 'found' ? (JSON.parse(found.stored.body) as Resource) : undefined;
}

const itemsAtHome =
  'Nothing of the record is shown at the counter: the person names things of it in the Carnet, or says which parts.';

/** Whether a resource is of that usager: whoever decides for several names nothing of one in the choice of another. */
const isOf = ({ subject, patient }: Resource, usager: string): boolean =>
  ((subject ?? patient) as { reference?: string } | undefined)?.reference === `Patient/${usager}`;

/** Looks up everything that the terms name; what is not there, or is not in that usager's record, is an issue. */
export async function findNamed(access: Access, usager: string, terms: RestrictionTerms): Promise<Found> {
  const found: Found = { names: new Map(), parts: new Map(), issues: [] };
  if (isAtCounter(access) && terms.resources.length > 0)
    return { ...found, issues: [invalid('resources', itemsAtHome)] };
  for (const id of terms.practitioners) {
    const practitioner = await read(access, `Practitioner/${id}`);
    if (practitioner) found.names.set(`Practitioner/${id}`, personName(practitioner));
    else found.issues.push(invalid('practitioners', `Practitioner/${id}: no provider answers to that.`));
  }
  for (const reference of terms.resources) {
    const resource = await read(access, reference);
    const item = resource && isOf(resource, usager) ? toItem(resource) : undefined;
    if (!item) found.issues.push(invalid('resources', `${reference}: it is not in this record.`));
    else found.names.set(reference, [item.name, item.day].filter(Boolean).join(', '));
    if (item) found.parts.set(reference, item.part);
  }
  return found;
}

interface Decided {
  usager: string;
  consent: string;
  active: boolean;
  start: Date;
}

function restrictionFrom({ usager, consent, active, start }: Decided, terms: RestrictionTerms): Restriction {
  const { profiles, everything, domains, resources, end } = terms;
  return {
    ...{ usager, consent, active, start, anyone: false },
    ...{ profiles, everything, domains, resources },
    practitioners: terms.practitioners.map(id => `Practitioner/${id}`),
    ...(end && { end: startOfDay(nextDay(end)) }),
  };
}

async function write(
  access: Access,
  restriction: Restriction,
  names: ReadonlyMap<string, string>,
  { now, how }: { now: Date; how: MadeKnown },
  ifMatch?: number,
): Promise<ChoiceOutcome> {
  const resource = {
    ...toRestrictionConsent(restriction, now, Object.fromEntries(names)),
    ...how,
  };
  const issues = validate(resource).filter(({ severity }) => severity === 'error' || severity === 'fatal');
  if (issues.length > 0) return { outcome: 'invalid', issues };
  return toOutcome(await access.write([{ verb: 'upsert', resource, ...(ifMatch && { ifMatch }) }]));
}

/** Registers a restriction, in force at once. There may be several: each is its own choice. */
export async function setRestriction(
  access: Access,
  usager: string,
  terms: RestrictionTerms,
  now: Date,
  how: MadeKnown = onPortal(access.actor),
): Promise<ChoiceOutcome> {
  const { names, issues } = await findNamed(access, usager, terms);
  if (issues.length > 0) return { outcome: 'invalid', issues };
  const decided = { usager, consent: randomUUID(), active: true, start: now };
  return write(access, restrictionFrom(decided, terms), names, { now, how });
}

async function readOwn(access: Access, { usager, id }: Existing) {
  const found = await access.read('Consent', id);
  if (found.outcome === 'denied') return found;
  if (found.outcome !== 'found') return { outcome: 'not-found' } as const;
  const consent = JSON.parse(found.stored.body) as Resource;
  const restriction = restrictionOf(consent);
  if (restriction?.usager !== usager) return { outcome: 'not-found' } as const;
  return { outcome: 'found', restriction, stored: found.stored } as const;
}

const namesItems =
  'It names things of the record, which are not shown at the counter: the person changes it in the Carnet; or cancel it, and register another.';

/** Changes whom a restriction keeps away, what from, or for how long. */
export async function changeRestriction(
  access: Access,
  which: Existing,
  terms: RestrictionTerms,
  now: Date,
): Promise<ChoiceOutcome> {
  const found = await readOwn(access, which);
  if (found.outcome !== 'found') return found;
  if (isAtCounter(access) && found.restriction.resources.length > 0)
    return { outcome: 'invalid', issues: [invalid('resources', namesItems)] };
  const { names, issues } = await findNamed(access, which.usager, terms);
  if (issues.length > 0) return { outcome: 'invalid', issues };
  const { usager, id, how = onPortal(access.actor) } = which;
  const decided = { usager, consent: id, active: true, start: found.restriction.start };
  return write(access, restrictionFrom(decided, terms), names, { now, how }, found.stored.version);
}

/** Cancels a restriction: from then on it hides nothing. The register remembers it. */
export async function cancelRestriction(access: Access, which: Existing, now: Date): Promise<ChoiceOutcome> {
  const found = await readOwn(access, which);
  if (found.outcome !== 'found') return found;
  const { named } = eventOf(found.stored)?.terms ?? {};
  const names = new Map([
    ...(named?.practitioners ?? []).map(({ id, name }) => [`Practitioner/${id}`, name] as const),
    ...(named?.resources ?? []).map(({ id, name }) => [id, name] as const),
  ]);
  const how = which.how ?? onPortal(access.actor);
  return write(access, { ...found.restriction, active: false }, names, { now, how }, found.stored.version);
}
