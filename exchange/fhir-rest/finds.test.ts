import { readdirSync, readFileSync } from 'node:fs';
import { extract, type SearchValue } from '@continuum/standards-fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

interface Example {
  resourceType: string;
  id: string;
  [element: string]: unknown;
}

let door: TestDoor;
let declared: Map<string, Set<string>>;
beforeAll(async () => {
  door = await testDoor();
  await door.put(patient('u1'));
  const statement = (await door.ask('hospital', '/metadata')).json();
  declared = new Map(
    statement.rest[0].resource.map((one: { type: string; searchParam: { name: string }[] }) => [
      one.type,
      new Set(one.searchParam.map(({ name }) => name)),
    ]),
  );
});
afterAll(() => door?.close());

const escaped = (text: string): string => text.replaceAll(/[\\,$|]/g, '\\$&');

const coded = (value: { system?: string | undefined; code?: string | undefined }): string | undefined =>
  value.code === undefined
    ? value.system && `${escaped(value.system)}|`
    : `${value.system === undefined ? '' : `${escaped(value.system)}|`}${escaped(value.code)}`;

/** The last moment that a date can be (ECMA-262, 21.4.1.1): beyond, an interval is open. */
const lastMoment = 8.64e15;

/** From its lowest value on; what has none is before its highest. */
const from = ({ low, high }: { low: number; high: number }, write: (bound: number) => string): string =>
  Number.isFinite(low) && low > -lastMoment ? `ge${write(low)}` : `le${write(high)}`;

const instant = (ms: number): string => new Date(ms).toISOString();

const unitOf = ({ system, code, unit }: { system?: string; code?: string; unit?: string }): string => {
  const named = code ?? unit;
  return named === undefined ? '' : `|${escaped(system ?? '')}|${escaped(named)}`;
};

/** How somebody would ask for a value that is there: the suffix of the parameter, and what it says. */
function askedFor(value: SearchValue): [suffix: string, text: string] | undefined {
  switch (value.kind) {
    case 'string':
    case 'uri':
      return ['', escaped(value.value)];
    case 'date':
      return ['', from(value, instant)];
    case 'number':
      return ['', from(value, String)];
    case 'quantity':
      return ['', `${from(value, String)}${unitOf(value)}`];
    case 'reference':
      return askedReference(value);
    case 'token':
      return askedToken(value);
    case 'composite':
      return askedComposite(value.components);
  }
}

type Of<Kind extends SearchValue['kind']> = Extract<SearchValue, { kind: Kind }>;

function askedReference({ type, id, url, identifier }: Of<'reference'>): [string, string] | undefined {
  if (type && id) return ['', `${type}/${id}`];
  if (url) return ['', escaped(url)];
  const text = identifier && coded({ system: identifier.system, code: identifier.value });
  return text ? [':identifier', text] : undefined;
}

function askedToken(value: Of<'token'>): [string, string] | undefined {
  const text = coded(value);
  if (text) return ['', text];
  return value.text ? [':text', escaped(value.text)] : undefined;
}

function askedComposite(components: readonly SearchValue[][]): [string, string] | undefined {
  const parts = components.map(values => values.map(askedFor).find(asked => asked?.[0] === ''));
  return parts.every(part => part !== undefined) ? ['', parts.map(([, text]) => text).join('$')] : undefined;
}

const queryOf = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join('&');

/** Puts it, and gives what does not find it. */
async function missed(example: Example): Promise<string[]> {
  const { resourceType: type, id } = example;
  await door.put(example);
  const values = extract(example);
  const undeclared = values.filter(({ param }) => !declared.get(type)!.has(param));
  const pairs = values.flatMap((value): [string, string][] => {
    const asked = askedFor(value);
    return asked ? [[`${value.param}${asked[0]}`, asked[1]]] : [];
  });
  const isFoundBy = async (some: typeof pairs) => {
    const url = `/${type}?_id=${id}&${queryOf(some)}`;
    const answer = await door.ask('hospital', url, 'GET', { prefer: 'handling=strict' });
    return answer.statusCode === 200 && answer.json().total === 1;
  };
  const wrong = undeclared.map(({ param }) => `${type} ${param} is not declared`);
  for (let at = 0; at < pairs.length; at += 40) {
    const some = pairs.slice(at, at + 40);
    // All at once; only what fails is asked one by one.
    if (await isFoundBy(some)) continue;
    for (const pair of some) if (!(await isFoundBy([pair]))) wrong.push(`${type}/${id} ${queryOf([pair])}`);
  }
  return wrong;
}

const own: Example[] = [
  {
    ...patient('found'),
    telecom: [{ system: 'phone', value: '5145550000' }],
    address: [{ city: 'Laval', postalCode: 'H7A 1A1' }],
  },
  { ...observation('u1'), id: 'found', identifier: [{ system: 'urn:labo', value: '1' }] },
  {
    resourceType: 'Encounter',
    id: 'found',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: 'Patient/u1' },
    period: { start: '2026-01-02', end: '2026-01-03' },
    length: { value: 25, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' },
  },
  {
    resourceType: 'RiskAssessment',
    id: 'found',
    status: 'final',
    subject: { reference: 'Patient/u1' },
    prediction: [{ probabilityDecimal: 0.02 }],
  },
  {
    resourceType: 'ValueSet',
    id: 'found',
    url: 'https://example.org/ValueSet/a,b',
    status: 'active',
    version: '1',
  },
  { resourceType: 'Organization', id: 'found', name: 'CLSC, point de service', active: true },
];

/** Of each type, the example that says most. */
function officialExamples(folder: string): Example[] {
  const richest = new Map<string, { example: Example; values: number }>();
  for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
    const example = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Example;
    const values = extract(example).length;
    if (values > (richest.get(example.resourceType)?.values ?? -1))
      richest.set(example.resourceType, { example, values });
  }
  return [...richest.values()].map(({ example }) => example);
}

describe('R4 3.1.1: a search by each parameter that is declared finds what has a value for it', () => {
  test.each(own.map(example => [example.resourceType, example] as const))('a %s', async (_, example) => {
    expect(extract(example).length).toBeGreaterThan(1);
    expect(await missed(example)).toEqual([]);
  });

  const fixtures = process.env.CONTINUUM_FIXTURES;
  test.skipIf(!fixtures)(
    'the official example of every type that has one',
    async () => {
      const examples = officialExamples(`${fixtures}/fhir-examples`);
      expect(examples.length).toBeGreaterThan(100);
      const wrong: string[] = [];
      // A directive is its person's to read, and no system's.
      for (const example of examples.filter(({ resourceType }) => resourceType !== 'Consent'))
        wrong.push(...(await missed(example)));
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
