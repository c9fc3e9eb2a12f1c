import fc from 'fast-check';
import type { Identified } from './evaluation.ts';
import { dateInterval } from './values.ts';

/** Random records: parts missing, several values, units, references, dates of every precision, accents. */

export const usagers = ['p0', 'p1', 'p2', 'p3'] as const;
const doctors = ['d0', 'd1'] as const;
const visits = ['e0', 'e1', 'e2', 'e3'] as const;
export const codes = ['1', '2', '1|2', 'a,b', '3$4'] as const;
export const systems = ['urn:x', 'urn:y'] as const;
export const words = [
  'Été',
  'ete chaud',
  'Hiver',
  "l'été",
  '100%',
  '_x',
  'Åse',
  'a,b',
  'back\\slash',
  '漢字',
] as const;
export const dates = [
  '2025',
  '2026',
  '2025-12',
  '2026-01',
  '2026-01-09',
  '2026-01-10',
  '2026-02-28',
  '2026-01-10T09:30:00Z',
  '2026-01-10T04:30:00-05:00',
  '2026-01-10T23:30:00-05:00',
  '2026-01-10T09:30:00.250Z',
] as const;
export const unitsOfMeasure = ['g/L', 'mg/dL', 'mmol/L', 'umol/L', 'kg', '[iU]/L'] as const;
export const numbers = [0, 0.25, 0.7, 1, 5.4, 5.45, 7, 70, 700, 5400] as const;

const maybe = <T>(value: fc.Arbitrary<T>, freq = 3) => fc.option(value, { nil: undefined, freq });
const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(value: fc.Arbitrary<T>, maxLength = 2) => fc.array(value, { minLength: 1, maxLength });

/** Without what is undefined, as JSON has it. */
const stripped = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const coding = fc.record({ system: maybe(one(systems)), code: one(codes), display: maybe(one(words)) });
const concept = fc
  .record({ coding: maybe(some(coding)), text: maybe(one(words)) })
  .filter(c => !!c.coding || !!c.text);
/** A period that ends before it began is none (per-1). */
const inOrder = (start: string, end: string): boolean => dateInterval(start)[0] < dateInterval(end)[0];
const period = fc
  .record({ start: maybe(one(dates)), end: maybe(one(dates)) })
  .filter(({ start, end }) =>
    start === undefined ? end !== undefined : end === undefined || inOrder(start, end),
  );
const quantity = fc
  .record({
    value: one(numbers),
    comparator: fc.option(one(['<', '>', '>='] as const), { nil: undefined, freq: 1 }),
    unit: maybe(one(['g', 'unité'] as const)),
    measured: maybe(one(unitsOfMeasure), 5),
  })
  .map(({ measured, ...rest }) =>
    measured === undefined ? rest : { ...rest, system: 'http://unitsofmeasure.org', code: measured },
  );
const identifier = fc.record({
  system: maybe(one(systems)),
  value: one(codes),
  type: maybe(
    fc.record({
      coding: some(fc.record({ system: one(systems), code: one(['JHN', 'MR'] as const) }), 1),
      text: maybe(one(words)),
    }),
  ),
});
const meta = fc.record({
  tag: some(fc.record({ system: maybe(one(systems)), code: one(codes) })),
  profile: maybe(some(one(['http://h.org/p/a', 'http://h.org/p', 'http://h.org/q'] as const))),
});
const to = <T extends string>(type: string, ids: readonly T[]) =>
  one(ids).map(id => ({ reference: `${type}/${id}` }));

const humanName = fc
  .record({ family: maybe(one(words)), given: maybe(some(one(words))) })
  .filter(({ family, given }) => family !== undefined || given !== undefined);
const patient = fc.record({
  meta: maybe(meta),
  identifier: maybe(some(identifier)),
  active: maybe(fc.boolean()),
  name: maybe(some(humanName)),
  gender: maybe(one(['female', 'male', 'unknown'] as const)),
  birthDate: maybe(one(dates.filter(date => !date.includes('T')))),
  address: maybe(some(fc.record({ city: one(words) }))),
  generalPractitioner: maybe(some(to('Practitioner', doctors))),
});
const practitioner = fc.record({
  name: maybe(some(fc.record({ family: one(words) }))),
  identifier: maybe(some(identifier)),
});
const encounter = fc.record({
  status: one(['finished', 'planned'] as const),
  class: fc.record({ code: one(codes) }),
  subject: to('Patient', usagers),
  period: maybe(period),
  participant: maybe(some(fc.record({ individual: to('Practitioner', doctors) }))),
});
/** By a reference, by a number, or both; a usager who performs is one whom the observation concerns. */
const performer = fc
  .record({
    literal: fc.oneof(
      { weight: 6, arbitrary: to('Practitioner', doctors) },
      { weight: 1, arbitrary: to('Patient', usagers) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    identifier: maybe(fc.record({ system: maybe(one(systems)), value: one(codes) }), 1),
  })
  .map(({ literal, identifier: number }) => ({ ...literal, identifier: number }))
  .filter(
    ({ reference, identifier: number }: { reference?: string; identifier?: object }) =>
      !!reference || !!number,
  );
const component = fc.record({ code: concept, valueQuantity: maybe(quantity) });
const observation = fc
  .record({
    meta: maybe(meta),
    status: one(['final', 'preliminary'] as const),
    category: maybe(some(concept)),
    code: concept,
    subject: to('Patient', usagers),
    encounter: maybe(to('Encounter', visits)),
    performer: maybe(some(performer)),
    effective: maybe(fc.oneof(one(dates), period)),
    valueQuantity: maybe(quantity),
    method: maybe(concept),
    component: maybe(some(component)),
  })
  .map(({ effective, ...rest }) => ({
    ...rest,
    ...(typeof effective === 'string' ? { effectiveDateTime: effective } : { effectivePeriod: effective }),
  }));
const risk = fc.record({
  status: fc.constant('final'),
  subject: to('Patient', usagers),
  prediction: maybe(some(fc.record({ probabilityDecimal: one(numbers.filter(n => n <= 1)) }))),
});
const provenance = fc.record({ recorded: one(dates.filter(date => date.includes('T'))), at: fc.nat(30) });

const several = <T>(body: fc.Arbitrary<T>, minLength: number, maxLength: number) =>
  fc.array(body, { minLength, maxLength, size: 'max' });
const numbered = (type: string, prefix: string, bodies: readonly object[]): Identified[] =>
  bodies.map((body, at) => stripped({ resourceType: type, id: `${prefix}${at}`, ...body }));

/** A record of four usagers. */
export const territory: fc.Arbitrary<Identified[]> = fc
  .record({
    patients: fc.tuple(patient, patient, patient, patient),
    practitioners: fc.tuple(practitioner, practitioner),
    encounters: several(encounter, 1, visits.length),
    observations: several(observation, 8, 24),
    risks: several(risk, 1, 4),
    provenances: several(provenance, 2, 5),
  })
  .map(({ patients, practitioners, encounters, observations, risks, provenances }) => [
    ...numbered('Patient', 'p', patients),
    ...numbered('Practitioner', 'd', practitioners),
    ...numbered('Encounter', 'e', encounters),
    ...numbered('Observation', 'o', observations),
    ...numbered('RiskAssessment', 'r', risks),
    ...numbered(
      'Provenance',
      'v',
      provenances
        .filter(({ at }) => at < observations.length)
        .map(({ recorded, at }) => ({ recorded, target: [{ reference: `Observation/o${at}` }] })),
    ),
  ]);
