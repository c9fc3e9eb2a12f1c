import { createHash } from 'node:crypto';
import { type Element, formatDicom } from '@continuum/standards-dicom';
import type { Chart } from '../resources/chart.ts';
import type { Examination } from '../resources/examination.ts';
import type { Picture } from './picture.ts';

/** A series as a modality sends it: what its pictures have in common, and what each adds. */
export interface Series {
  /** UID of the SOP class. */
  sopClass: string;
  modality: 'CT' | 'CR' | 'US';
  description: string;
  bodyPart: string;
  elements: readonly Element[];
  pictures: readonly { picture: Picture; elements?: readonly Element[] }[];
}

const text = (tag: number, vr: string, value: string): Element => ({ tag, vr, value });
const short = (tag: number, value: number): Element => ({ tag, vr: 'US', value });

/** A UID that the same names always give. */
const uid = (...names: readonly (string | number)[]): string =>
  `2.25.${BigInt(`0x${createHash('sha256').update(names.join('|')).digest('hex').slice(0, 32)}`)}`;

/** `Louise Gagnon` as PS3.5 6.2 writes names. */
const personName = (displayed: string): string => {
  const [given = '', ...family] = displayed.split(' ');
  return `${family.join(' ')}^${given}`;
};

/** Who it is of, with the NAM and its issuer (PS3.3 C.7.1.1). */
const patientElements = ({ person }: Chart): Element[] => [
  text(0x00100010, 'PN', `${person.familyName}^${person.givenName}`),
  text(0x00100020, 'LO', person.nam),
  text(0x00100021, 'LO', 'RAMQ'),
  text(0x00100030, 'DA', person.birthDate.replaceAll('-', '')),
  text(0x00100040, 'CS', person.sex === 'female' ? 'F' : 'M'),
];

function studyElements({ exam, accession, study, started }: Examination, chart: Chart): Element[] {
  return [
    text(0x00080020, 'DA', started.slice(0, 10).replaceAll('-', '')),
    text(0x00080030, 'TM', started.slice(11, 19).replaceAll(':', '')),
    text(0x00080050, 'SH', accession),
    text(0x00080080, 'LO', chart.at('imaging-department').display ?? ''),
    text(0x00080090, 'PN', personName(chart.physician.display ?? '')),
    text(0x00081030, 'LO', exam.name),
    text(0x0020000d, 'UI', study),
    text(0x00200010, 'SH', accession),
  ];
}

const seriesElements = ({ modality, description, bodyPart, elements }: Series, study: string): Element[] => [
  text(0x00080005, 'CS', 'ISO_IR 192'),
  text(0x00080060, 'CS', modality),
  text(0x0008103e, 'LO', description),
  text(0x00180015, 'CS', bodyPart),
  text(0x00080070, 'LO', 'Continuum'),
  text(0x00081090, 'LO', 'Synthetic phantom'),
  text(0x0020000e, 'UI', uid(study, 'series')),
  text(0x00200011, 'IS', '1'),
  text(0x00280301, 'CS', 'NO'),
  ...elements,
];

/** Image Pixel Module (PS3.3 C.7.6.3). */
function pixelElements({ columns, rows, values }: Picture): Element[] {
  const bits = values.BYTES_PER_ELEMENT * 8;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [
    short(0x00280002, 1),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    short(0x00280010, rows),
    short(0x00280011, columns),
    short(0x00280100, bits),
    short(0x00280101, bits === 16 ? 12 : 8),
    short(0x00280102, bits === 16 ? 11 : 7),
    short(0x00280103, 0),
    { tag: 0x7fe00010, vr: bits === 16 ? 'OW' : 'OB', value: bytes },
  ];
}

/** The instances of a series, each a DICOM file (PS3.10), always the same bytes for the same exam. */
export function toDicom(series: Series, examination: Examination, chart: Chart): Uint8Array[] {
  const { study } = examination;
  const common = [
    ...patientElements(chart),
    ...studyElements(examination, chart),
    ...seriesElements(series, study),
  ];
  return series.pictures.map(({ picture, elements = [] }, index) =>
    formatDicom([
      ...common,
      text(0x00080016, 'UI', series.sopClass),
      text(0x00080018, 'UI', uid(study, 'instance', index)),
      text(0x00200013, 'IS', String(index + 1)),
      ...elements,
      ...pixelElements(picture),
    ]),
  );
}
