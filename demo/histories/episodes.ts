import type { DemoPerson, Trait } from '../population/person.ts';
import { type Course, type Event, historyDays } from './event.ts';
import { pregnancy } from './pregnancies.ts';

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
    {
      kind: 'visit',
      visit: 'emergency',
      reason: knee ? 'Traumatisme du genou' : 'Traumatisme du poignet',
      daysAgo,
      days: 0,
    },
    { kind: 'exam', exam: knee ? 'knee' : 'wrist', daysAgo, variant: 0 },
    ...(age >= 16 ? [{ kind: 'treatment', product: 'naproxen', daysAgo, days: 14 } as const] : []),
  ];
};

/** A head that was looked at after a fall. */
const fall: Course = ({ random }) => {
  const daysAgo = random.int(60, 400);
  return [
    { kind: 'visit', visit: 'emergency', reason: 'Chute, traumatisme crânien léger', daysAgo, days: 0 },
    { kind: 'exam', exam: 'head', daysAgo, variant: 0 },
  ];
};

/** Nobody is given what they are allergic to. */
const antibioticFor = ({ traits }: DemoPerson) =>
  traits.includes('penicillin-allergy')
    ? ({ product: 'azithromycin', days: 5 } as const)
    : ({ product: 'amoxicillin', days: 10 } as const);

const urinary = (daysAgo: number): Event[] => [
  { kind: 'culture', culture: 'urine', daysAgo, finding: 0 },
  { kind: 'treatment', product: 'nitrofurantoin', daysAgo, days: 7 },
];

const bronchitis = (daysAgo: number, person: DemoPerson): Event[] => [
  { kind: 'panel', panel: 'inflammation', daysAgo, levels: { crp: 38 } },
  { kind: 'exam', exam: 'chest', daysAgo, variant: 1 },
  { kind: 'treatment', daysAgo, ...antibioticFor(person) },
];

const throat = (daysAgo: number, person: DemoPerson, finding: number): Event[] => [
  { kind: 'culture', culture: 'throat', daysAgo, finding },
  ...(finding === 0 ? [{ kind: 'treatment', daysAgo, ...antibioticFor(person) } as const] : []),
];

const infection: Course = ({ person, age, lived, random }) =>
  Array.from({ length: random.int(1, 3) }, () =>
    random.int(5, Math.max(5, Math.min(historyDays, lived) - 10)),
  ).flatMap(daysAgo => {
    if (age < 16) return throat(daysAgo, person, random.chance(0.5) ? 0 : 1);
    return random.chance(0.3) ? urinary(daysAgo) : bronchitis(daysAgo, person);
  });

const allergy =
  (snomed: string, name: string, category: 'medication' | 'food'): Course =>
  ({ lived, random }) => {
    const daysAgo = random.int(30, Math.min(historyDays, lived) - 1);
    return [{ kind: 'allergy', snomed, name, category, daysAgo }];
  };

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

/** So that each person of the cast has something recent in each domain, and something of each kind. */
const complete: Course = ({ person, age, random }) => [
  { kind: 'panel', panel: 'bloodCount', daysAgo: 12, levels: { hemoglobin: 131 } },
  { kind: 'panel', panel: 'electrolytes', daysAgo: 12 },
  { kind: 'culture', culture: age < 18 ? 'throat' : 'urine', daysAgo: 11, finding: 1 },
  { kind: 'panel', panel: 'bloodCount', daysAgo: 410 },
  { kind: 'panel', panel: 'bloodCount', daysAgo: 1150 },
  { kind: 'exam', exam: age > 40 ? 'abdomen' : 'chest', daysAgo: 45, variant: 0 },
  { kind: 'exam', exam: 'chest', daysAgo: random.int(900, 1500), variant: 0 },
  { kind: 'treatment', daysAgo: 9, ...antibioticFor(person) },
  { kind: 'treatment', product: 'hydrocortisone', daysAgo: 4, days: 28, neverDispensed: true },
  { kind: 'treatment', product: 'hydrocortisone', daysAgo: 1300, days: 20 },
];

/** What happens once, or from time to time. */
export const episodes: Partial<Record<Trait, Course>> = {
  pregnancy,
  injury,
  fall,
  infection,
  'penicillin-allergy': allergy('91936005', 'Allergie à la pénicilline', 'medication'),
  'peanut-allergy': allergy('91935009', 'Allergie aux arachides', 'food'),
  child,
  screening,
  complete,
};
