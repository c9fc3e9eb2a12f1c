import type { Resource } from '@continuum/standards-fhir';
import type { Event } from '../histories/event.ts';
import { type Chart, subject } from './chart.ts';

type Kind = 'condition' | 'allergy' | 'immunization' | 'visit';
type Of<K extends Kind> = Extract<Event, { kind: K }>;
/** Events that a hospital's record tells of. */
type Told = Of<Kind>;

const status = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

const snomed = (code: string, display: string) => ({
  coding: [{ system: 'http://snomed.info/sct', code, display }],
  text: display,
});

const immunization = (
  { snomed: code, name, daysAgo }: Of<'immunization'>,
  { calendar }: Chart,
): Resource => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: snomed(code, name),
  patient: subject,
  occurrenceDateTime: calendar.on(daysAgo),
});

const allergy = (
  { snomed: code, name, category, daysAgo }: Of<'allergy'>,
  { calendar }: Chart,
): Resource => ({
  resourceType: 'AllergyIntolerance',
  clinicalStatus: status('allergyintolerance-clinical', 'active'),
  verificationStatus: status('allergyintolerance-verification', 'confirmed'),
  type: 'allergy',
  category: [category],
  criticality: 'high',
  code: snomed(code, name),
  patient: subject,
  recordedDate: calendar.on(daysAgo),
});

function condition(
  { snomed: code, name, daysAgo, endedDaysAgo }: Of<'condition'>,
  { calendar }: Chart,
): Resource {
  const ended = endedDaysAgo === undefined ? {} : { abatementDateTime: calendar.on(endedDaysAgo) };
  return {
    resourceType: 'Condition',
    clinicalStatus: status('condition-clinical', endedDaysAgo === undefined ? 'active' : 'resolved'),
    verificationStatus: status('condition-ver-status', 'confirmed'),
    category: [status('condition-category', 'problem-list-item')],
    code: snomed(code, name),
    subject,
    onsetDateTime: calendar.on(daysAgo),
    ...ended,
    recordedDate: calendar.on(daysAgo),
  };
}

const classes = {
  emergency: { code: 'EMER', display: 'emergency' },
  stay: { code: 'IMP', display: 'inpatient encounter' },
} as const;

const visit = ({ visit: kind, reason, daysAgo, days }: Of<'visit'>, { calendar, at }: Chart): Resource => ({
  resourceType: 'Encounter',
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', ...classes[kind] },
  subject,
  period: { start: calendar.at(daysAgo, 7, 20), end: calendar.at(Math.max(0, daysAgo - days), 13, 50) },
  reasonCode: [{ text: reason }],
  serviceProvider: at('establishment'),
});

/** Conditions, allergies, immunizations and visits, as the hospital's record sends them. */
export function toSummary(event: Told, chart: Chart): Resource {
  if (event.kind === 'immunization') return immunization(event, chart);
  if (event.kind === 'allergy') return allergy(event, chart);
  if (event.kind === 'visit') return visit(event, chart);
  return condition(event, chart);
}
