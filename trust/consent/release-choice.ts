import type { Resource } from '@continuum/standards-fhir';
import { type DirectiveConsent, directiveSystem, usagerOf } from './directive.ts';

/** Code of the category of a Consent by which a person chooses to see their results as soon as possible. */
export const releaseChoiceCode = 'results-as-soon-as-possible';

/** A person's choice to see their results as soon as possible; none is the usual delay. */
export interface ReleaseChoice {
  /** Id of the usager's Patient. */
  usager: string;
  /** Id of the Consent that says it. */
  consent: string;
  active: boolean;
  start: Date;
}

/**
 * The Consent that states the choice: a permission, which opens nothing to anybody but the person. `by`: who chose, for the
 * register.
 */
export function toReleaseChoice(
  { usager, consent, active, start }: ReleaseChoice,
  recorded: Date,
  by: { reference: string; display: string },
): Resource & { id: string } {
  return {
    resourceType: 'Consent',
    id: consent,
    status: active ? 'active' : 'inactive',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: directiveSystem, code: releaseChoiceCode }] }],
    patient: { reference: `Patient/${usager}` },
    dateTime: recorded.toISOString(),
    performer: [by],
    policyRule: { text: 'Mon dossier santé, diffusion des résultats' },
    provision: { type: 'permit', period: { start: start.toISOString() } },
  };
}

/** The choice that a Consent states, or undefined when it states none. What cannot be read opens nothing. */
export function releaseChoiceOf(resource: Resource): ReleaseChoice | undefined {
  const { resourceType, id, category, provision, status, patient } = resource as DirectiveConsent;
  const isMarked = category?.some(({ coding }) =>
    coding?.some(({ system, code }) => system === directiveSystem && code === releaseChoiceCode),
  );
  const usager = usagerOf(patient?.reference);
  const start = provision?.period?.start;
  if (resourceType !== 'Consent' || !isMarked || provision?.type !== 'permit') return undefined;
  if (usager === undefined || id === undefined || start === undefined) return undefined;
  return { usager, consent: id, active: status === 'active', start: new Date(start) };
}
