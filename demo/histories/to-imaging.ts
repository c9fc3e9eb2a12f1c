import type { Resource } from '@continuum/standards-fhir';
import type { DemoPerson } from '../population/person.ts';
import type { Territory } from '../territory/territory.ts';
import { type Calendar, subject } from './calendar.ts';
import type { Event } from './event.ts';
import { type Exam, exams } from './exams.data.ts';

type Examination = Extract<Event, { kind: 'exam' }>;

/** The radiologist's report. Its pictures, where the demonstration has some, come through DICOMweb. */
export function toImaging(
  event: Examination,
  person: DemoPerson,
  territory: Territory,
  calendar: Calendar,
): Resource {
  const exam: Exam = exams[event.exam];
  const department = territory.organizationFor(person, 'imaging-department');
  return {
    resourceType: 'DiagnosticReport',
    status: 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: exam.section },
          { system: 'http://dicom.nema.org/resources/ontology/DCM', code: exam.modality },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: exam.loinc, display: exam.name }], text: exam.name },
    subject,
    effectiveDateTime: calendar.at(event.daysAgo, 11, 20),
    issued: calendar.at(event.daysAgo, 17, 45),
    performer: [{ reference: `Organization/${department.id}`, display: department.name }],
    conclusion: `${exam.findings[event.variant] ?? exam.findings[0]}\n\n${exam.conclusions[event.variant] ?? exam.conclusions[0]}`,
  };
}
