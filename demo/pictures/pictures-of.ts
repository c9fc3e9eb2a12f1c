import type { Element } from '@continuum/standards-dicom';
import type { Event } from '../histories/event.ts';
import type { ExamKey } from '../histories/exams.data.ts';
import type { Random } from '../population/random.ts';
import type { Chart } from '../resources/chart.ts';
import { type Examination, examinationOf } from '../resources/examination.ts';
import { headHalf, headOffset, headSlice, headSlices } from './head.ts';
import { chest, wrist } from './radiographs.ts';
import { type Series, toDicom } from './to-dicom.ts';
import { abdomen, obstetric, ultrasound } from './ultrasound.ts';

type Painter = (examination: Examination, random: Random) => Series;

const text = (tag: number, vr: string, value: string): Element => ({ tag, vr, value });

const window = (centre: number, width: number): Element[] => [
  text(0x00281050, 'DS', String(centre)),
  text(0x00281051, 'DS', String(width)),
];

const head: Painter = ({ study }, random) => {
  const slices = headSlices(24);
  const spacing = (headHalf.width * 2) / 128;
  const thickness = ((slices[1]! - slices[0]!) * headHalf.height).toFixed(3);
  const corner = (-headHalf.width + spacing / 2).toFixed(3);
  return {
    sopClass: '1.2.840.10008.5.1.4.1.1.2',
    modality: 'CT',
    description: 'Axial sans contraste',
    bodyPart: 'HEAD',
    elements: [
      text(0x00080008, 'CS', 'DERIVED\\SECONDARY\\AXIAL'),
      text(0x00180050, 'DS', thickness),
      text(0x00180060, 'DS', '120'),
      text(0x00180088, 'DS', thickness),
      text(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
      text(0x00200052, 'UI', `${study}.1`),
      text(0x00280030, 'DS', `${spacing}\\${spacing}`),
      ...window(40, 80),
      text(0x00281052, 'DS', String(-headOffset)),
      text(0x00281053, 'DS', '1'),
      text(0x00281054, 'LO', 'HU'),
    ],
    pictures: slices.map(z => {
      const height = (z * headHalf.height).toFixed(3);
      const place = [
        text(0x00200032, 'DS', `${corner}\\${corner}\\${height}`),
        text(0x00201041, 'DS', height),
      ];
      return { picture: headSlice(z, random), elements: place };
    }),
  };
};

const radiograph = (
  description: string,
  bodyPart: string,
  picture: Series['pictures'][0]['picture'],
): Series => ({
  sopClass: '1.2.840.10008.5.1.4.1.1.1',
  modality: 'CR',
  description,
  bodyPart,
  elements: [
    text(0x00080008, 'CS', 'DERIVED\\SECONDARY'),
    text(0x00185101, 'CS', 'PA'),
    ...window(2048, 4096),
  ],
  pictures: [{ picture }],
});

const scan = (description: string, bodyPart: string, picture: Series['pictures'][0]['picture']): Series => ({
  sopClass: '1.2.840.10008.5.1.4.1.1.6.1',
  modality: 'US',
  description,
  bodyPart,
  elements: [text(0x00080008, 'CS', 'DERIVED\\SECONDARY'), ...window(128, 256)],
  pictures: [{ picture }],
});

/** The exams that have pictures. Of the others, the report alone was sent. */
const painters: Partial<Record<ExamKey, Painter>> = {
  head,
  chest: (_, random) => radiograph('PA', 'CHEST', chest(random)),
  wrist: ({ conclusion }, random) =>
    radiograph('PA', 'WRIST', wrist(conclusion.startsWith('Fracture'), random)),
  abdomen: (_, random) => scan('Abdomen', 'ABDOMEN', ultrasound(abdomen, random)),
  obstetric: (_, random) => scan('Obstétrique', 'UTERUS', ultrasound(obstetric, random)),
};

/** The pictures of a person's exams, made on the spot: the same bytes each time. */
export function picturesOf(events: readonly Event[], chart: Chart): Uint8Array[] {
  return events
    .filter(event => event.kind === 'exam')
    .flatMap(event => {
      const painter = painters[event.exam];
      if (!painter) return [];
      const examination = examinationOf(event, chart);
      return toDicom(painter(examination, chart.random.fork(examination.study)), examination, chart);
    });
}
