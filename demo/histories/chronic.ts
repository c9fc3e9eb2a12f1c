import type { Trait } from '../population/person.ts';
import type { Random } from '../population/random.ts';
import type { AnalysisKey, PanelKey } from './analyses.data.ts';
import { type Course, type Event, historyDays } from './event.ts';
import type { ProductKey } from './medications.data.ts';

/** What a chronic disease is made of: a diagnosis, treatments that follow one another, tests at intervals. */
interface Chronic {
  snomed: string;
  name: string;
  /** Begun one after the other; `share`: of the course elapsed when it begins; `until`: when it is stopped. */
  treatments: readonly { product: ProductKey; share: number; until?: number; stopped?: string }[];
  follow: readonly {
    panel: PanelKey;
    everyDays: number;
    /** Level at diagnosis and now, per analysis. */
    levels: Partial<Record<AnalysisKey, readonly [number, number]>>;
  }[];
}

const diseases: Readonly<Partial<Record<Trait, Chronic>>> = {
  diabetes: {
    snomed: '44054006',
    name: 'Diabète de type 2',
    treatments: [
      { product: 'metformin', share: 0 },
      { product: 'gliclazide', share: 0.55 },
    ],
    follow: [
      {
        panel: 'diabetes',
        everyDays: 120,
        levels: { glucose: [11.2, 7.1], hba1c: [9.1, 6.9], creatinine: [72, 96], egfr: [88, 64] },
      },
    ],
  },
  hypertension: {
    snomed: '38341003',
    name: 'Hypertension artérielle',
    treatments: [
      { product: 'hydrochlorothiazide', share: 0, until: 0.15, stopped: 'Hypokaliémie' },
      { product: 'ramipril', share: 0.15 },
      { product: 'amlodipine', share: 0.4 },
    ],
    follow: [
      {
        panel: 'kidney',
        everyDays: 240,
        levels: { creatinine: [78, 90], egfr: [84, 72], potassium: [4.2, 4.6] },
      },
    ],
  },
  dyslipidemia: {
    snomed: '55822004',
    name: 'Hyperlipidémie',
    treatments: [{ product: 'atorvastatin', share: 0 }],
    follow: [
      {
        panel: 'lipids',
        everyDays: 300,
        levels: { cholesterol: [6.6, 4.3], ldl: [4.4, 2.1], hdl: [1.1, 1.3], triglycerides: [2.3, 1.5] },
      },
    ],
  },
  hypothyroidism: {
    snomed: '40930008',
    name: 'Hypothyroïdie',
    treatments: [{ product: 'levothyroxine', share: 0 }],
    follow: [{ panel: 'thyroid', everyDays: 270, levels: { tsh: [9.8, 2.2] } }],
  },
  asthma: {
    snomed: '195967001',
    name: 'Asthme',
    treatments: [
      { product: 'salbutamol', share: 0 },
      { product: 'fluticasone', share: 0.2 },
    ],
    follow: [],
  },
  depression: {
    snomed: '35489007',
    name: 'Trouble dépressif',
    treatments: [{ product: 'sertraline', share: 0 }],
    follow: [{ panel: 'bloodCount', everyDays: 700, levels: {} }],
  },
  'atrial-fibrillation': {
    snomed: '49436004',
    name: 'Fibrillation auriculaire',
    treatments: [{ product: 'warfarin', share: 0 }],
    follow: [{ panel: 'coagulation', everyDays: 45, levels: { inr: [2.1, 2.5] } }],
  },
  reflux: {
    snomed: '235595009',
    name: 'Reflux gastro-œsophagien',
    treatments: [{ product: 'pantoprazole', share: 0 }],
    follow: [{ panel: 'bloodCount', everyDays: 800, levels: {} }],
  },
};

/** The level at a moment of the course, on its way from diagnosis to now. */
const levelAt = (pair: readonly [number, number], elapsed: number): number =>
  pair[0] + (pair[1] - pair[0]) * Math.min(1, elapsed * 1.6);

function follows(disease: Chronic, began: number, random: Random): Event[] {
  return disease.follow.flatMap(({ panel, everyDays, levels }) => {
    const events: Event[] = [];
    for (let daysAgo = began; daysAgo > 0; daysAgo -= Math.round(everyDays * (0.8 + 0.4 * random.next()))) {
      const elapsed = 1 - daysAgo / began;
      const at = Object.entries(levels).map(([analysis, pair]) => [analysis, levelAt(pair, elapsed)]);
      events.push({ kind: 'panel', panel, daysAgo, levels: Object.fromEntries(at) });
    }
    return events;
  });
}

function courseOf(disease: Chronic, age: number, random: Random): Event[] {
  const years = Math.min(10, Math.max(1, age - 4));
  const began = random.int(Math.min(300, years * 300), Math.min(historyDays, years * 365));
  return [
    { kind: 'condition', snomed: disease.snomed, name: disease.name, daysAgo: began },
    ...disease.treatments.map(({ product, share, until, stopped }): Event => {
      const daysAgo = Math.max(20, Math.round(began * (1 - share)));
      const end = until === undefined ? {} : { days: Math.round(began * (until - share)), stopped };
      return { kind: 'treatment', product, daysAgo, ...end };
    }),
    ...follows(disease, began, random),
  ];
}

/** Chronic diseases: years of treatment and follow-up. */
export const chronicCourses: Partial<Record<Trait, Course>> = Object.fromEntries(
  Object.entries(diseases).map(([trait, disease]) => [
    trait,
    ({ age, random }: Parameters<Course>[0]) => courseOf(disease, age, random),
  ]),
);
