import type { Instance, Report } from '@continuum/standards-dicom';
import type { Resource } from '@continuum/standards-fhir';
import { toCodeableConcept } from './code.ts';
import { derivedId } from './derived-id.ts';
import { type ImagingOptions, studyId } from './imaging-study.ts';
import { toDateTime } from './moment.ts';

/** LOINC's «Diagnostic imaging study», when a report has no title that FHIR can name. */
const imagingReport = { system: 'http://loinc.org', code: '18748-4', display: 'Diagnostic imaging study' };

const statusOf = ({ complete, verified }: Report): string => {
  if (!complete) return 'partial';
  return verified ? 'final' : 'preliminary';
};

const codeOf = ({ title }: Report) => {
  const concept = title ? toCodeableConcept(title) : {};
  return { ...concept, coding: concept.coding ?? [imagingReport] };
};

/**
 * The report that a structured report instance holds (PS3.3 A.35), as text; undefined when it says nothing
 * that a person can read. Its pictures and measurements stay in the instance.
 */
export function toDiagnosticReport(
  { report, ...instance }: Instance,
  usager: string,
  { zone }: ImagingOptions,
): (Resource & { id: string }) | undefined {
  if (!report || report.text === '') return undefined;
  const { offset } = instance.studyStarted;
  const written = { ...(report.date && { date: report.date }), ...(report.time && { time: report.time }) };
  const issued = toDateTime({ ...written, ...(offset && { offset }) }, zone);
  const effective = toDateTime(instance.studyStarted, zone) ?? issued;
  return {
    resourceType: 'DiagnosticReport',
    id: derivedId('dicom-report', instance.sopInstance, usager),
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${instance.sopInstance}` }],
    status: statusOf(report),
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] }],
    code: codeOf(report),
    subject: { reference: `Patient/${usager}` },
    ...(effective && { effectiveDateTime: effective }),
    ...(issued?.includes('T') && { issued }),
    ...(report.verifiers.length > 0 && {
      resultsInterpreter: report.verifiers.map(display => ({ display })),
    }),
    imagingStudy: [{ reference: `ImagingStudy/${studyId(instance.study, usager)}` }],
    conclusion: report.text,
  };
}
