import type { Resource } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import { toConsent } from '@continuum/trust-consent';
import { nextDay, startOfDay } from './day.ts';
import type { RefusalTerms } from './refusal-view.ts';

/** By what means the person made their choice known; the register keeps it with each version. */
export const meansExtension = 'https://continuum.health/fhir/StructureDefinition/directive-means';

export interface Decided {
  usager: string;
  consent: string;
  terms: RefusalTerms;
  active: boolean;
  start: Date;
  by: Actor;
}

/**
 * The Consent of a choice made on the portal. `end` is the last day included: the refusal holds until the
 * next day begins.
 */
export function consentOf({ usager, consent, terms, active, start, by }: Decided, now: Date) {
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
    extension: [{ url: meansExtension, valueCode: 'portal' }],
    performer: [{ reference: by.id, display: by.name }],
  };
  return resource;
}
