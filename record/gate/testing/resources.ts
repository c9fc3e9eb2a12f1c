import { toRestrictionConsent } from '@continuum/trust-consent';

/** A usager of the tests. */
export const patient = (id: string, more: object = {}) => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Tremblay', given: [id] }],
  gender: 'female',
  birthDate: '1980-05-06',
  ...more,
});

/** A laboratory's result about a usager, before it has an id. */
export const observation = (usager = 'u1', more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '2345-7', display: 'Glucose' }] },
  subject: { reference: `Patient/${usager}` },
  effectiveDateTime: '2026-10-01T08:00:00-04:00',
  valueQuantity: { value: 5.4, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  ...more,
});

/** The same under an id, of a day; issued so long ago that its person sees it. */
export const result = (id: string, usager: string, date: string, more: object = {}) => ({
  id,
  ...observation(usager, { effectiveDateTime: date, issued: '2026-01-02T09:00:00-05:00', ...more }),
});

/** A total refusal in force (P-9.0001), or of what was collected before a date. */
export const refusal = (usager: string, before?: string) => ({
  resourceType: 'Consent',
  id: `refus-${usager}`,
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  category: [{ coding: [{ system: 'https://continuum.health/fhir/CodeSystem/directive', code: 'refusal' }] }],
  patient: { reference: `Patient/${usager}` },
  dateTime: '2026-01-01T00:00:00Z',
  policyRule: { text: 'P-9.0001' },
  provision: {
    type: 'deny',
    period: { start: '2020-01-01T00:00:00Z' },
    ...(before && { dataPeriod: { end: before } }),
  },
});

/** A restriction in force against some who work: of everything, or of parts of the record. */
export function restriction(
  usager: string,
  against: { practitioners?: readonly string[]; profiles?: readonly string[] },
  domains: readonly string[] = [],
) {
  const start = new Date('2026-01-01T00:00:00Z');
  return toRestrictionConsent(
    {
      ...{ usager, consent: `restriction-${usager}`, active: true, start, anyone: false, resources: [] },
      ...{ practitioners: [], profiles: [], everything: domains.length === 0, domains, ...against },
    },
    start,
  );
}
