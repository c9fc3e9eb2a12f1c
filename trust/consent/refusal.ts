import type { Resource } from '@continuum/standards-fhir';
import { type Directive, type DirectiveConsent, directiveOf, low, toDirective } from './directive.ts';

/**
 * A usager's refusal to have information released to providers (P-9.0001), as the register keeps it. From its `end` on,
 * what is collected shows.
 */
export interface Refusal extends Directive {
  /** Partial: only what was collected before. Absent: everything. */
  before?: Date;
}

/**
 * The refusal that a FHIR R4 Consent states, or undefined when it states none: category `refusal`, patient,
 * `provision.period` for its validity, `provision.dataPeriod.end` for "collected before". What is missing or
 * cannot be read hides more, never less.
 */
export function refusalOf(resource: Resource): Refusal | undefined {
  const consent = resource as DirectiveConsent;
  const directive = directiveOf(consent, 'refusal');
  return directive && { ...directive, before: low(consent.provision?.dataPeriod?.end) };
}

/**
 * The Consent that states a refusal. `recorded`: when it was registered (`Consent.dateTime`).
 * `refusalOf(toConsent(refusal))` is the refusal.
 */
export const toConsent = (refusal: Refusal, recorded: Date): Resource & { id: string } =>
  toDirective(
    refusal,
    'refusal',
    recorded,
    refusal.before && { dataPeriod: { end: refusal.before.toISOString() } },
  );
