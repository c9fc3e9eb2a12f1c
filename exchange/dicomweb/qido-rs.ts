import type { Resource } from '@continuum/standards-fhir';
import { namSystem } from '@continuum/standards-nam';
import { type DicomJson, element } from './dicom-json.ts';
import { type ImagingSeries, type ImagingStudy, studyIdentifier, studyUid } from './visible-study.ts';

/** A QIDO-RS query on studies, as a search of ImagingStudy. */
export interface StudyQuery {
  parameters: [string, string][];
  limit: number;
  offset: number;
  /** Attributes that are not searched here: told in a Warning, as PS3.18 8.3.4 asks. */
  ignored: string[];
}

const mostStudies = 500;

const escapeValue = (value: string): string => value.replace(/[\\,$|]/g, '\\$&');

const dates = (value: string): [string, string][] => {
  const iso = (day: string) => day.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const [from = '', to] = value.split('-');
  if (to === undefined) return [['started', iso(from)]];
  const bounds: [string, string][] = [
    ['started', from && `ge${iso(from)}`],
    ['started', to && `le${iso(to)}`],
  ];
  return bounds.filter(([, bound]) => bound !== '');
};

const names = (value: string): [string, string][] => {
  const [family = '', given = ''] = value.replaceAll('*', '').split('^');
  const parts: [string, string][] = [
    ['patient.family', escapeValue(family)],
    ['patient.given', escapeValue(given)],
  ];
  return parts.filter(([, part]) => part !== '');
};

const uids = (value: string): [string, string][] => [
  ['identifier', value.split(/[,\\]/).map(studyIdentifier).join(',')],
];

type Translate = (value: string) => [string, string][];

const modality: Translate = value => [['modality', value.split(/[,\\]/).map(escapeValue).join(',')]];

/** Attributes of PS3.18 table 10.6.1-5, by keyword and by tag. */
const attributes: Readonly<Record<string, Translate>> = {
  StudyInstanceUID: uids,
  '0020000D': uids,
  PatientID: value => [['patient.identifier', escapeValue(value)]],
  '00100020': value => [['patient.identifier', escapeValue(value)]],
  PatientName: names,
  '00100010': names,
  AccessionNumber: value => [['identifier', escapeValue(value)]],
  '00080050': value => [['identifier', escapeValue(value)]],
  StudyDate: dates,
  '00080020': dates,
  ModalitiesInStudy: modality,
  '00080061': modality,
};

const controls = new Set(['limit', 'offset', 'includefield']);

const count = (value: string | undefined, fallback: number): number =>
  value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : fallback;

/** Translates the query of `GET /studies`. Attributes that are not supported are listed, not guessed at. */
export function parseStudyQuery(query: Readonly<Record<string, string | string[]>>): StudyQuery {
  const given = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map(value => [name, value] as const),
  );
  const last = (name: string) => given.findLast(([candidate]) => candidate === name)?.[1];
  return {
    parameters: given.flatMap(([name, value]) => (value === '' ? [] : (attributes[name]?.(value) ?? []))),
    limit: Math.min(count(last('limit'), 100), mostStudies),
    offset: count(last('offset'), 0),
    ignored: given.map(([name]) => name).filter(name => !(name in attributes) && !controls.has(name)),
  };
}

interface Patient extends Resource {
  identifier?: { system?: string; value?: string }[];
  name?: { family?: string; given?: string[] }[];
  birthDate?: string;
  gender?: string;
}

const sexes: Record<string, string> = { male: 'M', female: 'F', other: 'O' };
const compact = (text: string | undefined) => text?.replaceAll(/[-:]/g, '');

function formatPatient(patient: Patient | undefined): DicomJson {
  const name = patient?.name?.[0];
  const alphabetic = name && [name.family ?? '', ...(name.given ?? [])].join('^');
  const nam = patient?.identifier?.find(({ system }) => system === namSystem)?.value;
  return {
    '00100010': element('PN', alphabetic && { Alphabetic: alphabetic }),
    '00100020': element('LO', nam),
    '00100030': element('DA', compact(patient?.birthDate)),
    '00100040': element('CS', sexes[patient?.gender ?? '']),
  };
}

const accessionOf = ({ identifier = [] }: ImagingStudy): string | undefined =>
  identifier.find(({ type }) => type?.coding?.some(({ code }) => code === 'ACSN'))?.value;

/** One study of an answer (PS3.18 table 10.6.3-3). The wall clock is the sender's, with its zone. */
export function formatStudy(study: ImagingStudy, patient: Resource | undefined, base: string): DicomJson {
  const uid = studyUid(study);
  const [, date, time, zone] =
    /^([\d-]+)(?:T([\d:]+)(?:\.\d+)?(Z|[+-][\d:]+))?$/.exec(study.started ?? '') ?? [];
  return {
    '00080005': element('CS', 'ISO_IR 192'),
    '00080020': element('DA', compact(date)),
    '00080030': element('TM', time?.replaceAll(':', '')),
    '00080050': element('SH', accessionOf(study)),
    '00080056': element('CS', 'ONLINE'),
    '00080061': element('CS', ...(study.modality ?? []).map(({ code }) => code)),
    '00080090': element('PN', study.referrer?.display && { Alphabetic: study.referrer.display }),
    '00080201': element('SH', zone === 'Z' ? '+0000' : zone?.replace(':', '')),
    '00081030': element('LO', study.description),
    '00081190': element('UR', `${base}/studies/${uid}`),
    ...formatPatient(patient as Patient | undefined),
    '0020000D': element('UI', uid),
    '00201206': element('IS', study.numberOfSeries),
    '00201208': element('IS', study.numberOfInstances),
  };
}

/** One series of an answer (PS3.18 table 10.6.3-4). */
export function formatSeries(series: ImagingSeries, study: string, base: string): DicomJson {
  return {
    '00080005': element('CS', 'ISO_IR 192'),
    '00080060': element('CS', series.modality?.code),
    '0008103E': element('LO', series.description),
    '00081190': element('UR', `${base}/studies/${study}/series/${series.uid}`),
    '00180015': element('CS', series.bodySite?.display),
    '0020000D': element('UI', study),
    '0020000E': element('UI', series.uid),
    '00200011': element('IS', series.number),
    '00201209': element('IS', series.instance?.length ?? 0),
  };
}

/** The instances of one series (PS3.18 table 10.6.3-5). */
export const formatInstances = (series: ImagingSeries, study: string, base: string): DicomJson[] =>
  (series.instance ?? []).map(({ uid, number, sopClass }) => ({
    '00080016': element('UI', sopClass?.code?.replace(/^urn:oid:/, '')),
    '00080018': element('UI', uid),
    '00081190': element('UR', `${base}/studies/${study}/series/${series.uid}/instances/${uid}`),
    '0020000D': element('UI', study),
    '0020000E': element('UI', series.uid),
    '00200013': element('IS', number),
  }));
