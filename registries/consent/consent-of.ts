import { nextDay, startOfDay } from '@continuum/standards-calendar';
import type { Resource } from '@continuum/standards-fhir';
import { toConsent } from '@continuum/trust-consent';
import type { MadeKnown } from './made-known.ts';
import type { RefusalTerms } from './refusal-view.ts';

export interface Decided {
  usager: string;
  consent: string;
  terms: RefusalTerms;
  active: boolean;
  start: Date;
  how: MadeKnown;
}

/**
 * The Consent of a choice, with how it was made known. `end` is the last day included: the refusal holds until the
 * next day begins.
 */
export function consentOf({ usager, consent, terms, active, start, how }: Decided, now: Date) {
  const refusal = {
    usager,
    consent,
    active,
    start,
    ...(terms.before && { before: startOfDay(terms.before) }),
    ...(terms.end && { end: startOfDay(nextDay(terms.end)) }),
  };
  const resource: Resource & { id: string } = {
    ...toConsent(refusal, now),
    ...how,
  };
  return resource;
}
