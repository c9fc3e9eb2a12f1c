import dicomParser, { type DataSet, type ParseDicomOptions } from 'dicom-parser';
import type { Code } from './code.ts';
import { type Attributes, attributesOf, first, integer, items, short, text } from './data-set.ts';
import { type Moment, parseDate, parseOffset, parseTime } from './date-time.ts';
import { inflateDataSet } from './inflate.ts';
import type { Instance, PatientId } from './instance.ts';
import { parsePersonName } from './person-name.ts';
import { isReport, readCode, readReport } from './structured-report.ts';
import { UnreadableDicom } from './unreadable-dicom.ts';

const preamble = 132;
const pixelData = 'x7fe00010';

function requirePreamble(bytes: Uint8Array): void {
  const magic = String.fromCharCode(...bytes.subarray(128, preamble));
  if (magic !== 'DICM')
    throw new UnreadableDicom(
      'no-preamble',
      'The file does not begin as DICOM files do (128 bytes, then DICM; PS3.10 7.1). Send it with its File Meta Information.',
    );
}

const messageOf = (error: unknown): string => {
  const cause = (error as { exception?: unknown }).exception ?? error;
  return cause instanceof Error ? cause.message : String(cause);
};

// The declared type of the inflater returns nothing; what it returns is what is read on.
const options = { untilTag: pixelData, inflater: inflateDataSet as ParseDicomOptions['inflater'] };

function readDataSet(bytes: Uint8Array): DataSet {
  try {
    return dicomParser.parseDicom(bytes, options);
  } catch (error) {
    const message = messageOf(error);
    if (message.includes('0002,0010'))
      throw new UnreadableDicom(
        'no-transfer-syntax',
        'The File Meta Information has no Transfer Syntax UID (0002,0010): nobody can tell how the file is encoded.',
      );
    throw new UnreadableDicom('damaged', `The file is damaged: ${message}.`, { cause: error });
  }
}

/** Native pixel data announce their length: a file that ends before it was cut on the way. */
function requireWhole({ elements, byteArray }: DataSet): void {
  const pixels = elements[pixelData];
  if (!pixels || pixels.length === 0xffffffff) return;
  const missing = pixels.dataOffset + pixels.length - byteArray.length;
  if (missing > 0)
    throw new UnreadableDicom(
      'truncated',
      `The file is cut: ${missing} bytes of its pixel data are missing. Send it again whole.`,
    );
}

function uid(attributes: Attributes, tag: string, name: string): string {
  const value = first(attributes, tag);
  if (value === undefined) throw new UnreadableDicom('missing-uid', `The file has no ${name}.`);
  if (value.length > 64 || !/^\d+(\.\d+)*$/.test(value))
    throw new UnreadableDicom('bad-uid', `${name} is not a UID (PS3.5 9.1): digits and dots, 64 at most.`);
  return value;
}

const moment = (attributes: Attributes, date: string, time: string): Moment => {
  const parts = {
    date: parseDate(first(attributes, date)),
    time: parseTime(first(attributes, time)),
    offset: parseOffset(first(attributes, 'x00080201')),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
};

/** The issuer of an identifier: its name, else the universal id of the qualifiers (PS3.3 table 10-18). */
function issuerOf(attributes: Attributes, tag: string, qualifiers: string): string | undefined {
  const [qualifier] = items(attributes, qualifiers);
  return (
    first(attributes, tag) ?? (qualifier && (first(qualifier, 'x00400032') ?? first(qualifier, 'x00400031')))
  );
}

function patientId(attributes: Attributes): PatientId[] {
  const value = first(attributes, 'x00100020');
  const issuer = issuerOf(attributes, 'x00100021', 'x00100024');
  return value ? [{ value, ...(issuer && { issuer }) }] : [];
}

function accession(attributes: Attributes): PatientId | undefined {
  const value = first(attributes, 'x00080050');
  const [qualifier] = items(attributes, 'x00080051');
  const issuer = qualifier && (first(qualifier, 'x00400032') ?? first(qualifier, 'x00400031'));
  return value ? { value, ...(issuer && { issuer }) } : undefined;
}

const sexes = new Set(['M', 'F', 'O']);

function patient(attributes: Attributes): Instance['patient'] {
  const name = parsePersonName(text(attributes, 'x00100010'));
  const birthDate = parseDate(first(attributes, 'x00100030'));
  const sex = first(attributes, 'x00100040')?.toUpperCase();
  return {
    ids: [...patientId(attributes), ...items(attributes, 'x00101002').flatMap(patientId)],
    ...(name && { name }),
    ...(birthDate && { birthDate }),
    ...(sex && sexes.has(sex) && { sex: sex as 'M' | 'F' | 'O' }),
  };
}

const procedures = (attributes: Attributes): Code[] =>
  ['x00081032', 'x00321064'].flatMap(tag => items(attributes, tag).map(readCode));

/** Tags read as the first value of a text. */
const texts = {
  studyDescription: 'x00081030',
  seriesDescription: 'x0008103e',
  modality: 'x00080060',
  bodyPart: 'x00180015',
  laterality: 'x00200060',
  institution: 'x00080080',
} as const;

/** Tags that hold a number, with how it is written. */
const numbers = {
  seriesNumber: ['x00200011', integer],
  instanceNumber: ['x00200013', integer],
  rows: ['x00280010', short],
  columns: ['x00280011', short],
} as const;

const present = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

const readTexts = (attributes: Attributes) =>
  Object.fromEntries(Object.entries(texts).map(([name, tag]) => [name, first(attributes, tag)]));

const readNumbers = (attributes: Attributes) =>
  Object.fromEntries(Object.entries(numbers).map(([name, [tag, read]]) => [name, read(attributes, tag)]));

function frames(attributes: Attributes): number {
  const declared = integer(attributes, 'x00280008');
  return declared !== undefined && declared > 0 ? declared : 1;
}

/**
 * Reads the attributes of a DICOM file (PS3.10) without touching its pixel data: reading stops at (7FE0,0010),
 * and nothing is copied. Any transfer syntax; implausible optional values (a date that does not exist, a number
 * of frames that is no number) are left out, because the picture itself remains of use.
 * @throws UnreadableDicom when it is no DICOM file, is damaged or cut, or lacks one of the four identities
 *   (SOP Class, SOP Instance, Study, Series).
 */
export function parseInstance(bytes: Uint8Array): Instance {
  requirePreamble(bytes);
  const dataSet = readDataSet(bytes);
  requireWhole(dataSet);
  try {
    return read(attributesOf(dataSet));
  } catch (error) {
    if (error instanceof UnreadableDicom) throw error;
    throw new UnreadableDicom('damaged', `The file is damaged: ${messageOf(error)}.`, { cause: error });
  }
}

function read(attributes: Attributes): Instance {
  const sopClass = uid(attributes, 'x00080016', 'SOP Class UID (0008,0016)');
  return {
    transferSyntax: uid(attributes, 'x00020010', 'Transfer Syntax UID (0002,0010)'),
    sopClass,
    sopInstance: uid(attributes, 'x00080018', 'SOP Instance UID (0008,0018)'),
    study: uid(attributes, 'x0020000d', 'Study Instance UID (0020,000D)'),
    series: uid(attributes, 'x0020000e', 'Series Instance UID (0020,000E)'),
    patient: patient(attributes),
    studyStarted: moment(attributes, 'x00080020', 'x00080030'),
    seriesStarted: moment(attributes, 'x00080021', 'x00080031'),
    procedures: procedures(attributes),
    frames: frames(attributes),
    ...present({
      accession: accession(attributes),
      referrer: parsePersonName(text(attributes, 'x00080090')),
      report: isReport(sopClass) ? readReport(attributes) : undefined,
      ...readTexts(attributes),
      ...readNumbers(attributes),
    }),
  };
}
