import type { CodeableConcept, Resource } from '@continuum/standards-fhir';
import { type Chart, subject } from './chart.ts';

/** A resource of a bundle, with the name that references within it use. */
export interface Named {
  url: string;
  resource: Resource;
}

/** Gives a resource its name in the bundle. */
export const named = (resource: Resource, { random }: Chart): Named => ({
  url: `urn:uuid:${random.uuid()}`,
  resource,
});

/** What a laboratory was asked, and the results it gives. */
interface Answered {
  loinc: string;
  name: string;
  /** Table 0074. */
  section: 'LAB' | 'MB';
  collected: string;
  issued: string;
  results: readonly Resource[];
}

export const loinc = (code: string, name: string): CodeableConcept => ({
  coding: [{ system: 'http://loinc.org', code, display: name }],
  text: name,
});

export const interpreted = (code: string) => [
  {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code }],
  },
];

export const laboratoryCategory = [
  {
    coding: [
      {
        system: 'http://terminology.hl7.org/CodeSystem/observation-category',
        code: 'laboratory',
        display: 'Laboratory',
      },
    ],
  },
];

/** A report and its observations; a report and its results travel together. */
export function toLaboratoryReport(answered: Answered, chart: Chart): Named[] {
  const { collected, issued, section } = answered;
  const performer = [chart.at('medical-laboratory')];
  const about = { subject, effectiveDateTime: collected, issued, performer };
  const results = answered.results.map(result => named({ ...result, ...about }, chart));
  const request = {
    resourceType: 'ServiceRequest',
    id: 'request',
    status: 'completed',
    intent: 'order',
    subject,
    requester: chart.physician,
  };
  const report: Resource = {
    resourceType: 'DiagnosticReport',
    contained: [request],
    identifier: [
      { system: 'https://continuum.health/fhir/NamingSystem/demo-order', value: chart.random.uuid() },
    ],
    basedOn: [{ reference: '#request' }],
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: section }] }],
    code: loinc(answered.loinc, answered.name),
    ...about,
    result: results.map(({ url }) => ({ reference: url })),
  };
  return [...results, named(report, chart)];
}
