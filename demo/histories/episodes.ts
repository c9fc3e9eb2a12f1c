import type { Trait } from '../population/person.ts';
import { type Course, type Event, historyDays } from './event.ts';

const pregnancy: Course = ({ random }) =>
  Array.from({ length: random.int(1, 2) }, (_, rank) => 300 + rank * 1100 + random.int(0, 500)).flatMap(
    (birth): Event[] => [
      { kind: 'panel', panel: 'pregnancy', daysAgo: birth + 250, levels: { hcg: 24_500 } },
      { kind: 'condition', snomed: '77386006', name: 'Grossesse', daysAgo: birth + 250, endedDaysAgo: birth },
      { kind: 'treatment', product: 'prenatal', daysAgo: birth + 245, days: 240 },
      { kind: 'panel', panel: 'bloodCount', daysAgo: birth + 230, levels: { hemoglobin: 118 } },
      { kind: 'exam', exam: 'obstetric', daysAgo: birth + 130, variant: 0 },
      { kind: 'panel', panel: 'iron', daysAgo: birth + 90, levels: { ferritin: 11, hemoglobin: 106 } },
      { kind: 'treatment', product: 'iron', daysAgo: birth + 88, days: 90 },
    ],
  );

const injury: Course = ({ age, random }) => {
  const daysAgo = random.int(40, 1800);
  const knee = age > 30 && random.chance(0.4);
  return [
    {
      kind: 'condition',
      snomed: knee ? '239720000' : '263102004',
      name: knee ? 'Déchirure méniscale' : 'Fracture du poignet',
      daysAgo,
      endedDaysAgo: Math.max(0, daysAgo - 60),
    },
    { kind: 'exam', exam: knee ? 'knee' : 'wrist', daysAgo, variant: 0 },
    { kind: 'treatment', product: 'naproxen', daysAgo, days: 14 },
  ];
};

const infection: Course = ({ age, random }) =>
  Array.from({ length: random.int(1, 3) }, () => random.int(5, historyDays - 10)).flatMap(
    (daysAgo): Event[] => {
      const urinary = age > 16 && random.chance(0.3);
      const panel: Event = { kind: 'panel', panel: 'inflammation', daysAgo, levels: { crp: 38 } };
      return urinary
        ? [panel, { kind: 'treatment', product: 'nitrofurantoin', daysAgo, days: 7 }]
        : [
            panel,
            { kind: 'exam', exam: 'chest', daysAgo, variant: 1 },
            { kind: 'treatment', product: 'amoxicillin', daysAgo, days: 10 },
          ];
    },
  );

/** Ages in days at which Québec's calendar vaccinates children (names as on a booklet). */
const calendar: readonly { days: number; snomed: string; name: string }[] = [
  { days: 60, snomed: '871878002', name: 'DCaT-VPI-Hib-HB (hexavalent)' },
  { days: 120, snomed: '871878002', name: 'DCaT-VPI-Hib-HB (hexavalent)' },
  { days: 365, snomed: '836494004', name: 'Pneumocoque conjugué' },
  { days: 366, snomed: '871908002', name: 'RRO-Varicelle' },
  { days: 548, snomed: '871908002', name: 'RRO-Varicelle' },
  { days: 1600, snomed: '871887006', name: 'DCaT-VPI' },
  { days: 3500, snomed: '836379007', name: 'Virus du papillome humain' },
];

const child: Course = ({ age, lived, random }) => {
  const vaccines = calendar
    .map(({ days, snomed, name }): Event => ({ kind: 'immunization', snomed, name, daysAgo: lived - days }))
    .filter(event => event.daysAgo > 0 && event.daysAgo < historyDays);
  const check: Event = {
    kind: 'panel',
    panel: 'bloodCount',
    daysAgo: random.int(30, 600),
    levels: { hemoglobin: 124 },
  };
  return age >= 1 ? [...vaccines, check] : vaccines;
};

const screening: Course = ({ person, age, random }) => {
  const tests: Event[] = [];
  for (let daysAgo = random.int(20, 400); daysAgo < historyDays; daysAgo += random.int(350, 700)) {
    tests.push({
      kind: 'panel',
      panel: random.pick(['bloodCount', 'lipids', 'electrolytes'] as const),
      daysAgo,
    });
  }
  if (person.sex === 'female' && age >= 50) {
    tests.push({ kind: 'exam', exam: 'breast', daysAgo: random.int(60, 700), variant: 0 });
  }
  return tests;
};

/** So that each person of the cast has something recent in each domain. */
const complete: Course = ({ age, random }) => [
  { kind: 'panel', panel: 'bloodCount', daysAgo: 12, levels: { hemoglobin: 131 } },
  { kind: 'panel', panel: 'electrolytes', daysAgo: 12 },
  { kind: 'panel', panel: 'bloodCount', daysAgo: 410 },
  { kind: 'panel', panel: 'bloodCount', daysAgo: 1150 },
  { kind: 'exam', exam: age > 40 ? 'abdomen' : 'chest', daysAgo: 45, variant: 0 },
  { kind: 'exam', exam: 'chest', daysAgo: random.int(900, 1500), variant: 0 },
  { kind: 'treatment', product: 'amoxicillin', daysAgo: 9, days: 10 },
  { kind: 'treatment', product: 'naproxen', daysAgo: 1300, days: 20 },
];

/** What happens once, or from time to time. */
export const episodes: Partial<Record<Trait, Course>> = {
  pregnancy,
  injury,
  infection,
  child,
  screening,
  complete,
};
