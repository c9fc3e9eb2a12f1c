import type { CodeableConcept, Reference, Resource } from '@continuum/standards-fhir';

/** One report of an exam, as the screens show it. */
export interface ImagingReport {
  id: string;
  /** FHIR status: `final`, `preliminary`, `amended`… */
  status: string;
  title?: string;
  date?: string;
  interpreter?: string;
  text?: string;
}

/** One exam: a study with its reports, or reports whose study is not known here. */
export interface ImagingExam {
  id: string;
  date?: string;
  modality: string[];
  description?: string;
  place?: string;
  reports: ImagingReport[];
  /** Clinicians only, when pictures exist. */
  pictures?: {
    /** Study Instance UID. */
    study: string;
    count: number;
  };
}

/** Why there is less than expected: what intake knows, `nothing-received`, or `pictures-not-connected`. */
export interface ImagingAbsence {
  code: string;
  source?: string;
  category?: string;
  since?: string;
  lastReceived?: string;
  count?: number;
}

/** What `/api/imaging/{patient}/studies` answers. */
export interface ImagingRecord {
  /** A refusal in force hides something: all that may be said. */
  refused: boolean;
  /** What is shown in spite of it, for the interpretation of a new exam. */
  interpretation?: true;
  /** Known reasons why there is less than expected. */
  absence: ImagingAbsence[];
  items: ImagingExam[];
}

/** Resources as this file reads them. */
interface Study extends Resource {
  identifier?: { system?: string; value?: string }[];
  started?: string;
  modality?: { code?: string }[];
  description?: string;
  procedureCode?: CodeableConcept[];
  location?: Reference;
  series?: { modality?: { code?: string }; numberOfInstances?: number; instance?: unknown[] }[];
}

interface Report extends Resource {
  status?: string;
  code?: CodeableConcept;
  effectiveDateTime?: string;
  effectivePeriod?: { start?: string };
  issued?: string;
  resultsInterpreter?: Reference[];
  performer?: Reference[];
  imagingStudy?: Reference[];
  conclusion?: string;
  presentedForm?: { contentType?: string; data?: string }[];
}

/** Modalities (PS3.3 C.7.3.1.1.1) whose instances are no pictures. */
const pictureless = new Set(
  'SR PR KO RTPLAN RTSTRUCT RTRECORD REG FID DOC PLAN ECG EPS HD RESP AU'.split(' '),
);

/** Counts and modalities of a study, without what nobody can look at. */
function picturesOf(study: Study): ImagingExam['pictures'] {
  const uid = study.identifier
    ?.find(({ system }) => system === 'urn:dicom:uid')
    ?.value?.replace(/^urn:oid:/, '');
  const count = (study.series ?? [])
    .filter(({ modality }) => !pictureless.has(modality?.code ?? ''))
    .reduce((sum, series) => sum + (series.numberOfInstances ?? series.instance?.length ?? 0), 0);
  return uid && count > 0 ? { study: uid, count } : undefined;
}

const nameOf = (concept: CodeableConcept | undefined): string | undefined =>
  concept?.text ?? concept?.coding?.find(({ display }) => display)?.display;

const namesOf = (references: Reference[] | undefined): string | undefined =>
  references?.flatMap(({ display }) => display ?? []).join(', ') || undefined;

/** Text of a report: its plain document, else its conclusion. */
function textOf({ presentedForm, conclusion }: Report): string | undefined {
  const plain = presentedForm?.find(({ contentType, data }) => data && contentType?.startsWith('text/plain'));
  return plain?.data ? Buffer.from(plain.data, 'base64').toString('utf8') : conclusion;
}

const dateOf = ({ effectiveDateTime, effectivePeriod, issued }: Report): string | undefined =>
  effectiveDateTime ?? effectivePeriod?.start ?? issued;

const present = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

const toReport = (report: Report): ImagingReport => ({
  id: report.id ?? '',
  status: report.status ?? 'unknown',
  ...present({
    title: nameOf(report.code),
    date: dateOf(report),
    interpreter: namesOf(report.resultsInterpreter ?? report.performer),
    // What was entered in error is said to be so; its text is not shown.
    text: report.status === 'entered-in-error' ? undefined : textOf(report),
  }),
});

const studyExam = (study: Study, reports: readonly Report[]): ImagingExam => ({
  id: study.id ?? '',
  modality: (study.modality ?? []).flatMap(({ code }) => (code && code !== 'SR' ? code : [])),
  reports: reports.map(toReport),
  ...present({
    date: study.started ?? reports.map(dateOf).find(date => date !== undefined),
    description: study.description ?? nameOf(study.procedureCode?.[0]) ?? nameOf(reports[0]?.code),
    place: study.location?.display,
    pictures: picturesOf(study),
  }),
});

const reportExam = (report: Report): ImagingExam => ({
  id: report.id ?? '',
  modality: [],
  reports: [toReport(report)],
  ...present({ date: dateOf(report), description: nameOf(report.code), place: namesOf(report.performer) }),
});

/** A report names its study by id, or by its Study Instance UID when it was written before the pictures came. */
const namesStudy =
  ({ id, identifier }: Study) =>
  ({ reference, identifier: named }: Reference): boolean =>
    reference
      ? reference.split('/').at(-1) === id
      : (identifier ?? []).some(({ system, value }) => system === named?.system && value === named?.value);

const newestFirst = (a: ImagingExam, b: ImagingExam): number =>
  Date.parse(b.date ?? '') - Date.parse(a.date ?? '') || (b.date ? 1 : 0) - (a.date ? 1 : 0);

/** Studies with their reports, and reports without one, newest first; those without a date at the end. */
export function toExams(studies: readonly Resource[], reports: readonly Resource[]): ImagingExam[] {
  const of = (study: Study) =>
    (reports as Report[]).filter(({ imagingStudy }) => imagingStudy?.some(namesStudy(study)));
  const joined = new Set((studies as Study[]).flatMap(of));
  const alone = (reports as Report[]).filter(report => !joined.has(report));
  return [...(studies as Study[]).map(study => studyExam(study, of(study))), ...alone.map(reportExam)].sort(
    newestFirst,
  );
}

/** A citizen reads reports; the pictures are looked at with a clinician. */
export const forCitizen = (exams: readonly ImagingExam[]): ImagingExam[] =>
  exams.filter(({ reports }) => reports.length > 0).map(({ pictures: _pictures, ...exam }) => exam);
