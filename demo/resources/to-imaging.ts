import type { Resource } from '@continuum/standards-fhir';
import type { Event } from '../histories/event.ts';
import { type Chart, subject } from './chart.ts';
import { examinationOf } from './examination.ts';

type Examined = Extract<Event, { kind: 'exam' }>;

/**
 * The radiologist's report. Its pictures, where the demonstration has some, come through DICOMweb with the same
 * accession number and study: the reference names the study as its pictures will, whenever they come.
 */
export function toImaging(event: Examined, chart: Chart): Resource {
  const { exam, accession, study, started, findings, conclusion } = examinationOf(event, chart);
  return {
    resourceType: 'DiagnosticReport',
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] },
        value: accession,
      },
    ],
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
    effectiveDateTime: started,
    issued: chart.calendar.at(event.daysAgo, 17, 45),
    performer: [chart.at('imaging-department')],
    imagingStudy: [
      { type: 'ImagingStudy', identifier: { system: 'urn:dicom:uid', value: `urn:oid:${study}` } },
    ],
    conclusion: `${findings}\n\n${conclusion}`,
  };
}
