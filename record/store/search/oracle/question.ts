import fc from 'fast-check';
import type { Parameter } from './evaluation.ts';
import { codes, dates, numbers, systems, unitsOfMeasure, usagers, words } from './territory.ts';

/** Random searches over every kind of parameter, modifier and prefix, chains, `_has`, includes and orders. */
export interface Question {
  /** Of one type by its address, of several by `_type`. */
  types: string[];
  /** Only what is in it: `GET /Patient/p0/Observation`. */
  compartment?: { type: string; id: string } | undefined;
  parameters: Parameter[];
  /** Of the page; the whole is read page by page. */
  count: number;
  /** With the number of all matches. */
  counted: boolean;
}

type Values = fc.Arbitrary<string>;

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const escaped = (text: string): string => text.replaceAll(/[\\,|$]/g, '\\$&');

/** Commas mean or. */
const or = (value: Values): Values =>
  fc.array(value, { minLength: 1, maxLength: 2 }).map(list => list.join(','));

const prefix = one(['', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'] as const);
const text = one([...words, 'e', 'HIV', '%', '_', 'ETE', 'tombe', '漢']).map(escaped);
const token = fc.oneof(
  one(codes).map(escaped),
  fc.tuple(one(systems), one(codes)).map(([system, code]) => `${system}|${escaped(code)}`),
  one(systems).map(system => `${system}|`),
  one(codes).map(code => `|${escaped(code)}`),
);
const date = fc
  .tuple(prefix, one([...dates, '2026-03', '2024', '2026-01-10T09:30:00+00:00']))
  .map(parts => parts.join(''));
const number = fc.tuple(prefix, one([...numbers, 0.5, 6])).map(([p, n]) => `${p}${n}`);
const exact = fc
  .tuple(one(['', 'ap', 'ne', 'lt', 'ge'] as const), one(numbers))
  .map(([p, n]) => `${p}${n.toFixed(2)}`);
const unit = fc.oneof(
  fc.constant(''),
  one(unitsOfMeasure).map(code => `|http://unitsofmeasure.org|${code}`),
  one(['g/L', 'g', 'unité']).map(code => `||${code}`),
);
const quantity = fc.tuple(fc.oneof(number, exact), unit).map(parts => parts.join(''));
const uri = one(['http://h.org/p/a', 'http://h.org/p', 'http://h.org', 'http://h.org/q']);
const composite = fc.tuple(token, quantity).map(([code, value]) => `${code}$${value}`);

type Leaf = fc.Arbitrary<[string, string]>;
const leaf = (name: string, values: Values): Leaf => values.map(value => [name, value]);
const tokens = (code: string, values: Values = token): Leaf[] => [
  leaf(code, or(values)),
  leaf(`${code}:not`, or(values)),
  leaf(`${code}:missing`, one(['true', 'false'])),
];
const concepts = (code: string): Leaf[] => [...tokens(code), leaf(`${code}:text`, text)];
const strings = (code: string): Leaf[] => [
  leaf(code, or(text)),
  leaf(`${code}:exact`, or(text)),
  leaf(`${code}:contains`, text),
  leaf(`${code}:missing`, one(['true', 'false'])),
];
const ordered = (code: string, values: Values): Leaf[] => [
  leaf(code, or(values)),
  leaf(`${code}:missing`, one(['true', 'false'])),
];
const anId = (ids: readonly string[]) => one(ids);
const references = (code: string, target: string, ids: readonly string[]): Leaf[] => [
  leaf(code, or(anId(ids).map(id => `${target}/${id}`))),
  leaf(code, anId(ids)),
  leaf(`${code}:${target}`, anId(ids)),
  leaf(`${code}:missing`, one(['true', 'false'])),
];
const common: Leaf[] = [
  leaf('_id', or(one(['p0', 'p1', 'd0', 'e0', 'e1', 'o0', 'o1', 'o5', 'o9', 'r0', 'v0']))),
  ...tokens('_tag'),
  leaf('_profile', uri),
  leaf('_profile:below', uri),
  leaf('_profile:above', uri),
];
const identifiers: Leaf[] = [
  ...tokens('identifier'),
  leaf(
    'identifier:of-type',
    fc.tuple(one(systems), one(['JHN', 'MR']), one(codes)).map(([s, t, v]) => `${s}|${t}|${escaped(v)}`),
  ),
];
const logical = fc.oneof(
  one(codes).map(escaped),
  fc.tuple(one(['', ...systems]), one(codes)).map(([system, value]) => `${system}|${escaped(value)}`),
);
const doctors = ['d0', 'd1'];
const visits = ['e0', 'e1', 'e2', 'e3'];

const leaves: Record<string, Leaf[]> = {
  Patient: [
    ...common,
    ...identifiers,
    ...tokens('gender', one(['female', 'male', 'http://hl7.org/fhir/administrative-gender|male'])),
    ...tokens('active', one(['true', 'false'])),
    ...strings('name'),
    ...strings('family'),
    ...strings('address-city'),
    ...ordered('birthdate', date),
    ...references('general-practitioner', 'Practitioner', doctors),
  ],
  Practitioner: [...strings('name'), ...identifiers],
  Encounter: [
    ...tokens('status', one(['finished', 'planned'])),
    ...tokens('class'),
    ...ordered('date', date),
    ...references('subject', 'Patient', usagers),
    ...references('participant', 'Practitioner', doctors),
  ],
  Observation: [
    ...common,
    ...tokens('status', one(['final', 'preliminary', 'http://hl7.org/fhir/observation-status|final'])),
    ...concepts('code'),
    ...concepts('category'),
    ...concepts('method'),
    ...ordered('date', date),
    ...ordered('value-quantity', quantity),
    ...ordered('combo-value-quantity', quantity),
    ...references('patient', 'Patient', usagers),
    ...references('subject', 'Patient', usagers),
    ...references('encounter', 'Encounter', visits),
    ...references('performer', 'Practitioner', doctors),
    leaf('performer:Patient', anId(usagers)),
    leaf('performer:identifier', or(logical)),
    leaf('code-value-quantity', or(composite)),
    leaf('component-code-value-quantity', composite),
    leaf('combo-code-value-quantity', composite),
  ],
  RiskAssessment: [...ordered('probability', number), ...references('patient', 'Patient', usagers)],
  'Encounter,Observation': [
    ...common,
    ...ordered('date', date),
    ...tokens('status', one(['final', 'finished', 'planned'])),
    ...references('patient', 'Patient', usagers),
    leaf('subject:Patient', anId(usagers)),
  ],
  'Observation,Patient,RiskAssessment': common,
  Provenance: [...ordered('recorded', date), ...references('target', 'Observation', ['o0', 'o1', 'o5'])],
};

/** How often each is asked of, twice when it is not said. */
const weights: Record<string, number> = { Observation: 8, Patient: 6, Encounter: 3 };

/** Where a chain may go from each type: the step, and the type it reaches. */
const steps: Record<string, readonly (readonly [string, string])[]> = {
  Patient: [
    ['general-practitioner', 'Practitioner'],
    ['general-practitioner:Practitioner', 'Practitioner'],
  ],
  Encounter: [
    ['subject:Patient', 'Patient'],
    ['patient', 'Patient'],
    ['participant:Practitioner', 'Practitioner'],
  ],
  Observation: [
    ['patient', 'Patient'],
    ['subject:Patient', 'Patient'],
    ['encounter', 'Encounter'],
    ['performer:Practitioner', 'Practitioner'],
    ['performer:Patient', 'Patient'],
  ],
  RiskAssessment: [['patient', 'Patient']],
  'Encounter,Observation': [['patient', 'Patient']],
  Provenance: [['target:Observation', 'Observation']],
};

/** Who refers to each type, and by which parameter. */
const referrers: Record<string, readonly (readonly [string, string])[]> = {
  Patient: [
    ['Observation', 'patient'],
    ['Observation', 'subject'],
    ['Encounter', 'subject'],
    ['RiskAssessment', 'patient'],
  ],
  Practitioner: [
    ['Patient', 'general-practitioner'],
    ['Observation', 'performer'],
    ['Encounter', 'participant'],
  ],
  Encounter: [['Observation', 'encounter']],
  Observation: [['Provenance', 'target']],
};

function filterOf(type: string, depth: number): Leaf {
  const plain = fc.oneof(...leaves[type]!);
  const options: fc.WeightedArbitrary<[string, string]>[] = [{ weight: 6, arbitrary: plain }];
  if (depth > 0) {
    for (const [step, target] of steps[type] ?? [])
      options.push({
        weight: 1,
        arbitrary: filterOf(target, depth - 1).map(([n, v]) => [`${step}.${n}`, v]),
      });
    for (const [source, code] of referrers[type] ?? [])
      options.push({
        weight: 1,
        arbitrary: filterOf(source, depth - 1).map(([n, v]) => [`_has:${source}:${code}:${n}`, v]),
      });
  }
  return fc.oneof(...options);
}

const sortable: Record<string, readonly string[]> = {
  Patient: ['_id', 'birthdate', 'gender', 'family', 'general-practitioner'],
  Practitioner: ['name', 'identifier'],
  Encounter: ['date', 'status', 'subject'],
  Observation: ['date', 'value-quantity', 'code', 'status', '_id', 'patient'],
  RiskAssessment: ['probability', 'patient'],
  Provenance: ['recorded', 'target'],
  'Encounter,Observation': ['date', 'status', 'patient', '_id'],
  'Observation,Patient,RiskAssessment': ['_id'],
};
const order = (type: string): Leaf =>
  fc
    .uniqueArray(one(sortable[type]!), { minLength: 1, maxLength: 2 })
    .chain(list => fc.tuple(...list.map(code => fc.boolean().map(down => (down ? `-${code}` : code)))))
    .map(list => ['_sort', list.join(',')]);

const includes: Record<string, readonly Parameter[]> = {
  Patient: [
    ['_include', 'Patient:general-practitioner'],
    ['_revinclude', 'Observation:patient'],
    ['_revinclude:iterate', 'Provenance:target'],
    ['_revinclude', 'Encounter:subject'],
  ],
  Observation: [
    ['_include', 'Observation:subject'],
    ['_include', 'Observation:*'],
    ['_include', 'Observation:subject:Patient'],
    ['_include', 'Observation:subject:Group'],
    ['_include:iterate', 'Patient:general-practitioner'],
    ['_include:iterate', 'Encounter:participant'],
    ['_revinclude', 'Provenance:target'],
  ],
  Encounter: [
    ['_include', 'Encounter:patient'],
    ['_revinclude', 'Observation:encounter'],
    ['_revinclude:iterate', 'Provenance:target'],
  ],
};
const along = (type: string): fc.Arbitrary<Parameter[]> =>
  includes[type] ? fc.subarray([...includes[type]], { maxLength: 2 }) : fc.constant([]);

/** Whose compartment may be searched for each; those of one usager are what a record is read by. */
const compartments = (types: readonly string[]): fc.Arbitrary<Question['compartment']> => {
  const ofUsager = anId(usagers).map(id => ({ type: 'Patient', id }));
  const ofDoctor = anId(doctors).map(id => ({ type: 'Practitioner', id }));
  const ofVisit = anId(visits).map(id => ({ type: 'Encounter', id }));
  if (types.includes('Practitioner')) return fc.constant(undefined);
  const options =
    types.includes('Observation') && types.length === 1 ? [ofUsager, ofDoctor, ofVisit] : [ofUsager];
  return fc.option(fc.oneof(...options), { nil: undefined, freq: 5 });
};

const filtersOf = (types: string) =>
  fc.oneof<fc.WeightedArbitrary<Parameter[]>[]>(
    { weight: 1, arbitrary: fc.constant<Parameter[]>([]) },
    { weight: 5, arbitrary: fc.tuple(filterOf(types, 2)) },
    { weight: 3, arbitrary: fc.tuple(filterOf(types, 2), filterOf(types, 1)) },
    { weight: 1, arbitrary: fc.tuple(filterOf(types, 1), filterOf(types, 0), filterOf(types, 0)) },
  );

function questionOf(types: string): fc.Arbitrary<Question> {
  const list = types.split(',');
  return fc.record({
    types: fc.constant(list),
    compartment: compartments(list),
    parameters: fc
      .tuple(
        filtersOf(types),
        fc.option(order(types), { nil: undefined }),
        fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: along(types) }),
      )
      .map(([filters, sort, more]): Parameter[] => [...filters, ...(sort ? [sort] : []), ...more]),
    count: fc.oneof(
      { weight: 4, arbitrary: fc.constant(100) },
      { weight: 1, arbitrary: fc.integer({ min: 2, max: 12 }) },
    ),
    counted: fc.boolean(),
  });
}

export const question: fc.Arbitrary<Question> = fc.oneof(
  ...Object.keys(leaves).map(types => ({ weight: weights[types] ?? 2, arbitrary: questionOf(types) })),
);
