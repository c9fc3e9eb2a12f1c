import type { Resource } from '@continuum/standards-fhir';

/** System of the codes of what endangers the person. */
export const dangerSystem = 'https://continuum.health/fhir/CodeSystem/override-danger';
/** System of the codes of why their consent cannot be had in time. */
export const noConsentSystem = 'https://continuum.health/fhir/CodeSystem/override-no-consent';

const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const reasons = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

/** A provider's override of the restrictions of a usager against them. */
export interface Override {
  /** Id of the usager's Patient. */
  usager: string;
  /** `Practitioner/<id>`. */
  practitioner: string;
  name: string;
  /** Codes of the grounds, and the provider's own words. */
  danger: string;
  noConsent: string;
  reason: string;
  opened: Date;
  until: Date;
}

interface OverrideEvent extends Resource {
  period?: { start?: string; end?: string };
  purposeOfEvent?: { coding?: { system?: string; code?: string }[] }[];
  agent?: { who?: { reference?: string; display?: string } }[];
  entity?: { what?: { reference?: string }; detail?: { type?: string; valueString?: string }[] }[];
}

/** How its grounds are called. */
export interface GroundNames {
  danger: string;
  noConsent: string;
}

/**
 * The AuditEvent that an override is: DICOM's "Emergency Override Started", for the purpose `BTG` and its grounds, by its
 * author, about a Patient, for a period: the window. It is what FHIR has for an access that went past a rule, and not a
 * Consent: nobody consented.
 */
export function toOverrideEvent(
  { usager, practitioner, name, danger, noConsent, reason, opened, until }: Override,
  names: GroundNames,
): Resource {
  const ground = (system: string, code: string, display: string) => ({ coding: [{ system, code, display }] });
  return {
    resourceType: 'AuditEvent',
    type: { system: dicom, code: '110113', display: 'Security Alert' },
    subtype: [{ system: dicom, code: '110127', display: 'Emergency Override Started' }],
    action: 'E',
    period: { start: opened.toISOString(), end: until.toISOString() },
    recorded: opened.toISOString(),
    outcome: '0',
    purposeOfEvent: [
      ground(reasons, 'BTG', 'break the glass'),
      ground(dangerSystem, danger, names.danger),
      ground(noConsentSystem, noConsent, names.noConsent),
    ],
    agent: [{ who: { reference: practitioner, display: name }, requestor: true }],
    source: { observer: { display: 'Continuum' } },
    entity: [
      {
        what: { reference: `Patient/${usager}` },
        role: {
          ...{ system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '1', display: 'Patient' },
        },
        detail: [{ type: 'reason', valueString: reason }],
      },
    ],
  };
}

/** The override that an AuditEvent is, or undefined when it lacks any part: it then opens nothing. */
export function overrideOf(resource: Resource): Override | undefined {
  const { period, purposeOfEvent = [], agent, entity } = resource as OverrideEvent;
  const codeOf = (system: string) =>
    purposeOfEvent.flatMap(({ coding }) => coding ?? []).find(one => one.system === system)?.code;
  const { reference: practitioner, display: name } = agent?.[0]?.who ?? {};
  const usager = /^Patient\/([A-Za-z0-9.-]{1,64})$/.exec(entity?.[0]?.what?.reference ?? '')?.[1];
  const reason = entity?.[0]?.detail?.find(({ type }) => type === 'reason')?.valueString;
  const [danger, noConsent] = [codeOf(dangerSystem), codeOf(noConsentSystem)];
  if (!usager || !practitioner || !name || !danger || !noConsent || !reason) return undefined;
  if (codeOf(reasons) !== 'BTG' || !period?.start || !period.end) return undefined;
  const [opened, until] = [new Date(period.start), new Date(period.end)];
  return { usager, practitioner, name, danger, noConsent, reason, opened, until };
}
