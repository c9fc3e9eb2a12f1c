import type { Stored } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { isInForce, type Restriction, restrictionOf } from '@continuum/trust-consent';
import { madeKnownIn } from '../made-known.ts';
import { toDay } from '../view-of.ts';
import type {
  Named,
  Part,
  Profession,
  RestrictionEvent,
  RestrictionTerms,
  RestrictionView,
} from './restriction-view.ts';

interface Reference {
  reference?: string;
  display?: string;
}

interface Written extends Resource {
  dateTime?: string;
  provision?: {
    period?: { start?: string; end?: string };
    actor?: { reference?: Reference }[];
    data?: { reference?: Reference }[];
  };
}

const idOf = (reference: string): string => reference.replace('Practitioner/', '');

/** What was named, by the names that were kept with it. */
function namedIn(
  { provision }: Written,
  { practitioners, resources }: Restriction,
): RestrictionView['named'] {
  const references = [...(provision?.actor ?? []), ...(provision?.data ?? [])].map(one => one.reference);
  const nameOf = (reference: string) => references.find(one => one?.reference === reference)?.display;
  const named = (reference: string): Named => ({ id: reference, name: nameOf(reference) ?? reference });
  return {
    practitioners: practitioners.map(named).map(({ id, name }) => ({ id: idOf(id), name })),
    resources: resources.map(named),
  };
}

function termsOf(consent: Written, restriction: Restriction): RestrictionTerms {
  const { practitioners, profiles, everything, domains, resources } = restriction;
  const end = toDay(consent.provision?.period?.end, true);
  return {
    practitioners: practitioners.map(idOf),
    profiles: [...profiles] as Profession[],
    ...{ everything, domains: [...domains] as Part[], resources: [...resources] },
    ...(end !== undefined && { end }),
  };
}

const stateOf = (restriction: Restriction, now: Date): RestrictionView['state'] => {
  if (isInForce(restriction, now)) return 'in-force';
  return now < restriction.start ? 'to-come' : 'ended';
};

/** A stored Consent as its owner reads it; undefined when it restricts nothing any more. */
export function viewOf(stored: Stored, now: Date): RestrictionView | undefined {
  const consent = JSON.parse(stored.body) as Written;
  const restriction = restrictionOf(consent);
  if (!restriction?.active) return undefined;
  return {
    id: stored.id,
    version: stored.version,
    state: stateOf(restriction, now),
    recorded: consent.dateTime ?? stored.lastUpdated.toISOString(),
    start: toDay(consent.provision?.period?.start),
    named: namedIn(consent, restriction),
    ...termsOf(consent, restriction),
  };
}

/** One version of a Consent as a line of the register's memory. */
export function eventOf(stored: Stored): RestrictionEvent | undefined {
  if (stored.deleted) return undefined;
  const consent = JSON.parse(stored.body) as Written;
  const restriction = restrictionOf(consent);
  if (!restriction) return undefined;
  const changed = stored.version === 1 ? 'set' : 'changed';
  return {
    key: `${stored.id}/${stored.version}`,
    at: stored.lastUpdated.toISOString(),
    act: restriction.active ? changed : 'cancelled',
    ...madeKnownIn(consent),
    terms: { ...termsOf(consent, restriction), named: namedIn(consent, restriction) },
  };
}

/** The same, without what it names of the record: how many, and no more. */
export function withoutItems<T extends RestrictionTerms & Pick<RestrictionView, 'named' | 'unshown'>>(
  terms: T,
): T {
  const { resources, named } = terms;
  return { ...terms, resources: [], named: { ...named, resources: [] }, unshown: resources.length };
}
