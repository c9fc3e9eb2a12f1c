import type { Stored } from '@continuum/record-gate';
import { dayOf } from '@continuum/standards-calendar';
import type { Resource } from '@continuum/standards-fhir';
import { refusalOf } from '@continuum/trust-consent';
import { madeKnownIn } from './made-known.ts';
import type { RefusalEvent, RefusalTerms, RefusalView } from './refusal-view.ts';

interface Written extends Resource {
  dateTime?: string;
  status?: string;
  provision?: { period?: { start?: string; end?: string }; dataPeriod?: { end?: string } };
}

const parse = (stored: Stored): Written => JSON.parse(stored.body) as Written;

/** A day as somebody wrote it, or the day of a moment; `last` when the moment is the first one without. */
export function toDay(text: string | undefined, last = false): string | undefined {
  if (text === undefined || text.length <= 10) return text;
  return dayOf(new Date(Date.parse(text) - (last ? 1 : 0)));
}

/** What a Consent refuses, in days. */
export const termsOf = ({ provision }: Written): RefusalTerms => ({
  before: toDay(provision?.dataPeriod?.end),
  end: toDay(provision?.period?.end, true),
});

function stateOf(resource: Resource, now: Date): RefusalView['state'] | undefined {
  const refusal = refusalOf(resource);
  if (!refusal?.active) return undefined;
  if (now < refusal.start) return 'to-come';
  return refusal.end && now >= refusal.end ? 'ended' : 'in-force';
}

/** A stored Consent as its owner reads it; undefined when it refuses nothing any more. */
export function viewOf(stored: Stored, now: Date): RefusalView | undefined {
  const consent = parse(stored);
  const state = stateOf(consent, now);
  if (state === undefined) return undefined;
  return {
    id: stored.id,
    version: stored.version,
    state,
    recorded: consent.dateTime ?? stored.lastUpdated.toISOString(),
    start: toDay(consent.provision?.period?.start),
    ...termsOf(consent),
  };
}

const actOf = (stored: Stored, consent: Written): RefusalEvent['act'] => {
  if (consent.status !== 'active') return 'cancelled';
  return stored.version === 1 ? 'set' : 'changed';
};

/** One version of a Consent as a line of the register's memory. */
export function eventOf(stored: Stored): RefusalEvent | undefined {
  if (stored.deleted) return undefined;
  const consent = parse(stored);
  return {
    key: `${stored.id}/${stored.version}`,
    at: stored.lastUpdated.toISOString(),
    act: actOf(stored, consent),
    ...madeKnownIn(consent),
    ...termsOf(consent),
  };
}
