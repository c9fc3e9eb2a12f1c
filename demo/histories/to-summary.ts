import type { Resource } from '@continuum/standards-fhir';
import { type Calendar, subject } from './calendar.ts';
import type { Event } from './event.ts';

const status = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

const snomed = (code: string, display: string) => ({
  coding: [{ system: 'http://snomed.info/sct', code, display }],
  text: display,
});

/** Conditions and immunizations, as the hospital's record sends them. */
export function toSummary(
  event: Extract<Event, { kind: 'condition' | 'immunization' }>,
  calendar: Calendar,
): Resource {
  if (event.kind === 'immunization') {
    return {
      resourceType: 'Immunization',
      status: 'completed',
      vaccineCode: snomed(event.snomed, event.name),
      patient: subject,
      occurrenceDateTime: calendar.on(event.daysAgo),
    };
  }
  const ended = event.endedDaysAgo;
  return {
    resourceType: 'Condition',
    clinicalStatus: status('condition-clinical', ended === undefined ? 'active' : 'resolved'),
    verificationStatus: status('condition-ver-status', 'confirmed'),
    category: [status('condition-category', 'problem-list-item')],
    code: snomed(event.snomed, event.name),
    subject,
    onsetDateTime: calendar.on(event.daysAgo),
    ...(ended === undefined ? {} : { abatementDateTime: calendar.on(ended) }),
    recordedDate: calendar.on(event.daysAgo),
  };
}
