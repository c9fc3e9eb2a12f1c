import { patient, result, type TestDoor, testDoor } from '@continuum/exchange-fhir-rest/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTerminology, migrations, type Terminology } from './index.ts';
import { recordedThrough } from './recorded.ts';

const animals = 'https://example.org/animals';
const codeSystem = {
  resourceType: 'CodeSystem',
  id: 'animals',
  url: animals,
  version: '1',
  name: 'Animals',
  title: 'Animaux',
  status: 'active',
  content: 'complete',
  hierarchyMeaning: 'is-a',
  property: [
    { code: 'legs', type: 'integer' },
    { code: 'status', type: 'code' },
  ],
  concept: [
    {
      code: 'animal',
      display: 'Animal',
      concept: [
        {
          code: 'mammal',
          display: 'Mammal',
          designation: [{ language: 'fr-CA', value: 'Mammifère' }],
          property: [{ code: 'legs', valueInteger: 4 }],
          concept: [
            { code: 'dog', display: 'Dog', designation: [{ language: 'fr-CA', value: 'Chien domestique' }] },
            { code: 'whale', display: 'Whale', property: [{ code: 'legs', valueInteger: 0 }] },
          ],
        },
        { code: 'dodo', display: 'Dodo', property: [{ code: 'status', valueCode: 'retired' }] },
      ],
    },
    { code: 'stone', display: 'Stone' },
  ],
};
const set = (id: string, include: object[], exclude: object[] = [], more: object = {}) => ({
  resourceType: 'ValueSet',
  id,
  url: `https://example.org/${id}`,
  status: 'active',
  compose: { include, ...(exclude.length > 0 ? { exclude } : {}), ...more },
});
const filtered = (op: string, property: string, value: string) => [
  { system: animals, filter: [{ op, property, value }] },
];
const map = {
  resourceType: 'ConceptMap',
  id: 'm',
  url: 'https://example.org/map',
  status: 'active',
  sourceUri: 'https://example.org/all',
  group: [
    {
      source: animals,
      target: 'urn:bio',
      element: [
        { code: 'dog', target: [{ code: 'canis', display: 'Canis familiaris', equivalence: 'wider' }] },
        { code: 'stone', target: [{ equivalence: 'unmatched' }] },
      ],
    },
  ],
};

let door: TestDoor;
let terminology: Terminology;
beforeAll(async () => {
  door = await testDoor({
    terminology: () => terminology,
    migrations: [migrations],
    operations: ({ gate, database }) => {
      terminology = createTerminology({
        service: database.service,
        recorded: recordedThrough(() => gate),
        demonstration: true,
      });
      return terminology.operations;
    },
  });
  const all = [
    codeSystem,
    set('all', [{ system: animals }]),
    set('mammals', filtered('is-a', 'concept', 'mammal')),
    set(
      'not-dogs',
      [{ valueSet: ['https://example.org/mammals'] }],
      [{ system: animals, concept: [{ code: 'dog' }] }],
    ),
    set('mixed', [
      { system: animals, concept: [{ code: 'dog', display: 'Pooch' }] },
      { system: 'urn:elsewhere', concept: [{ code: 'x', display: 'Chose' }] },
    ]),
    set('loop', [{ valueSet: ['https://example.org/loop'] }]),
    map,
  ];
  for (const resource of all) await door.put(resource);
});
afterAll(() => door?.close());

interface Contains {
  code: string;
  display: string;
}
const expansion = async (query: string) => {
  const answer = await door.ask('physician', `/ValueSet/$expand?${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().expansion;
};
const codes = async (query: string): Promise<string[]> =>
  ((await expansion(query)).contains ?? []).map(({ code }: Contains) => code);
const sent = async (include: object[], more: object[] = []): Promise<string[]> => {
  const parameter = [{ name: 'valueSet', resource: set('sent', include) }, ...more];
  const answer = await door.send('physician', 'POST', '/ValueSet/$expand', {
    resourceType: 'Parameters',
    parameter,
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return (answer.json().expansion.contains ?? []).map(({ code }: Contains) => code);
};
const parameters = async (url: string): Promise<Record<string, unknown>> => {
  const answer = await door.ask('physician', url);
  expect(answer.statusCode, answer.body).toBe(200);
  const list: { name: string }[] = answer.json().parameter;
  return Object.fromEntries(
    list.map(({ name, ...value }) => [name, Object.values(value as Record<string, unknown>)[0]]),
  );
};
const url = (id: string) => `url=https://example.org/${id}`;

describe('R4 ValueSet $expand', () => {
  test.each<[string, string[]]>([
    [url('all'), ['animal', 'dodo', 'dog', 'mammal', 'stone', 'whale']],
    [`${url('all')}&activeOnly=true`, ['animal', 'dog', 'mammal', 'stone', 'whale']],
    [`${url('all')}&count=2&offset=1`, ['dodo', 'dog']],
    [`${url('all')}&filter=mammif`, ['mammal']],
    [`${url('all')}&filter=dom CHI`, ['dog']],
    [`${url('all')}&filter=nothing`, []],
    [url('mammals'), ['dog', 'mammal', 'whale']],
    [url('not-dogs'), ['mammal', 'whale']],
    [url('mixed'), ['dog', 'x']],
    [`${url('mixed')}&filter=chose`, ['x']],
    ['url=http://hl7.org/fhir/ValueSet/administrative-gender', ['female', 'male', 'other', 'unknown']],
    ['url=http://snomed.info/sct?fhir_vs=isa/73211009', ['44054006', '46635009', '73211009']],
  ])('%s', async (query, expected) => {
    expect(await codes(query.replace('sct?fhir', 'sct%3Ffhir').replace('=isa', '%3Disa'))).toEqual(expected);
  });

  test.each<[string, string, string, string[]]>([
    ['is-a', 'concept', 'mammal', ['dog', 'mammal', 'whale']],
    ['descendent-of', 'concept', 'mammal', ['dog', 'whale']],
    ['is-not-a', 'concept', 'animal', ['stone']],
    ['generalizes', 'concept', 'dog', ['animal', 'dog', 'mammal']],
    ['=', 'legs', '4', ['mammal']],
    ['=', 'parent', 'mammal', ['dog', 'whale']],
    ['in', 'code', 'dog, stone', ['dog', 'stone']],
    ['not-in', 'code', 'dog,stone,dodo,whale', ['animal', 'mammal']],
    ['regex', 'code', 'd.*', ['dodo', 'dog']],
    ['exists', 'legs', 'true', ['mammal', 'whale']],
  ])('filter %s %s %s', async (op, property, value, expected) => {
    expect(await sent(filtered(op, property, value))).toEqual(expected);
  });

  test('two value sets of one include: what both have', async () => {
    const both = ['https://example.org/mammals', 'https://example.org/mixed'];
    expect(await sent([{ valueSet: both }])).toEqual(['dog']);
  });

  test('words in the asked language, and all designations', async () => {
    const { contains, total } = await expansion(
      `${url('mammals')}&displayLanguage=fr&includeDesignations=true`,
    );
    expect(total).toBe(3);
    expect(contains[0]).toMatchObject({
      code: 'dog',
      display: 'Chien domestique',
      designation: [{ language: 'fr-CA' }],
    });
    expect((await expansion(`${url('mixed')}`)).contains[0].display).toBe('Pooch');
  });

  test.each([
    [url('none'), 404, /no ValueSet https:\/\/example.org\/none/],
    [url('loop'), 422, /contains itself/],
    ['filter=x', 400, /Give url/],
    [`${url('all')}&count=20000`, 422, /page by page/],
  ])('%s: %i', async (query, status, text) => {
    const answer = await door.ask('physician', `/ValueSet/$expand?${query}`);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().issue[0].diagnostics).toMatch(text);
  });

  test('a filter that cannot be computed is named', async () => {
    const parameter = [{ name: 'valueSet', resource: set('sent', filtered('magic', 'legs', '4')) }];
    const answer = await door.send('physician', 'POST', '/ValueSet/$expand', {
      resourceType: 'Parameters',
      parameter,
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().issue[0].diagnostics).toContain('legs magic');
  });
});

describe('R4 $validate-code', () => {
  test.each<[string, object]>([
    [`/CodeSystem/$validate-code?url=${animals}&code=dog`, { result: true, display: 'Dog' }],
    [`/CodeSystem/$validate-code?url=${animals}&code=dog&display=chien domestique`, { result: true }],
    [
      `/CodeSystem/$validate-code?url=${animals}&code=dog&display=Cat`,
      { result: false, message: expect.stringMatching(/Cat is not a name of dog; it is Dog/) },
    ],
    [
      `/CodeSystem/$validate-code?url=${animals}&code=cat`,
      { result: false, message: 'There is no cat in Animaux.' },
    ],
    ['/CodeSystem/animals/$validate-code?code=dog', { result: true }],
    [
      `/ValueSet/$validate-code?${url('mammals')}&system=${animals}&code=dog`,
      { result: true, display: 'Dog' },
    ],
    [
      `/ValueSet/$validate-code?${url('mammals')}&code=stone`,
      { result: false, message: expect.stringMatching(/stone is not in/) },
    ],
    [
      `/ValueSet/$validate-code?${url('mixed')}&system=urn:elsewhere&code=x`,
      { result: true, display: 'Chose' },
    ],
    [`/ValueSet/not-dogs/$validate-code?code=dog`, { result: false }],
    [
      '/ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/administrative-gender&code=male',
      { result: true },
    ],
  ])('%s', async (address, expected) => {
    expect(await parameters(address)).toMatchObject(expected);
  });
});

describe('R4 $lookup, $subsumes, $translate', () => {
  test('what is known of a concept', async () => {
    const answer = await door.ask(
      'physician',
      `/CodeSystem/$lookup?system=${animals}&code=mammal&displayLanguage=fr`,
    );
    const list = answer.json().parameter;
    expect(list).toContainEqual({ name: 'display', valueString: 'Mammifère' });
    expect(list).toContainEqual({ name: 'version', valueString: '1' });
    const properties = list
      .filter((p: { name: string }) => p.name === 'property')
      .map((p: { part: object[] }) => p.part);
    expect(properties).toContainEqual([
      { name: 'code', valueCode: 'parent' },
      { name: 'value', valueCode: 'animal' },
      { name: 'description', valueString: 'Animal' },
    ]);
    expect(properties).toContainEqual([
      { name: 'code', valueCode: 'legs' },
      { name: 'value', valueString: '4' },
    ]);
  });

  test.each([
    ['animal', 'dog', 'subsumes'],
    ['dog', 'animal', 'subsumed-by'],
    ['dog', 'dog', 'equivalent'],
    ['dog', 'whale', 'not-subsumed'],
  ])('%s to %s: %s', async (a, b, outcome) => {
    expect(await parameters(`/CodeSystem/$subsumes?system=${animals}&codeA=${a}&codeB=${b}`)).toEqual({
      outcome,
    });
  });

  test('a code in another system, and back', async () => {
    const match = async (query: string) => (await parameters(`/ConceptMap/$translate?${query}`)).match;
    expect(await match(`url=https://example.org/map&system=${animals}&code=dog`)).toEqual([
      { name: 'equivalence', valueCode: 'wider' },
      { name: 'concept', valueCoding: { system: 'urn:bio', code: 'canis', display: 'Canis familiaris' } },
      { name: 'source', valueUri: 'https://example.org/map' },
    ]);
    expect(await match('system=urn:bio&code=canis&reverse=true')).toMatchObject([
      { valueCode: 'narrower' },
      { valueCoding: { system: animals, code: 'dog', display: 'Dog' } },
      {},
    ]);
    expect(await parameters(`/ConceptMap/m/$translate?system=${animals}&code=stone`)).toMatchObject({
      result: false,
    });
  });

  test.each([
    [`/CodeSystem/$lookup?system=${animals}&code=cat`, 404],
    ['/CodeSystem/$lookup?system=urn:none&code=cat', 404],
    [`/CodeSystem/$lookup?system=${animals}&code=dog&version=2`, 404],
    [`/CodeSystem/$subsumes?system=${animals}&codeA=dog`, 400],
    ['/ConceptMap/$translate?url=urn:none&code=x', 404],
  ])('%s: %i', async (address, status) => {
    expect((await door.ask('physician', address)).statusCode).toBe(status);
  });
});

describe('the record is the source', () => {
  test('a value set that changes there changes here, one that is deleted is gone', async () => {
    await door.put(set('moving', [{ system: animals, concept: [{ code: 'dog' }] }]));
    expect(await codes(url('moving'))).toEqual(['dog']);
    await door.put(set('moving', [{ system: animals, concept: [{ code: 'whale' }] }]));
    expect(await codes(url('moving'))).toEqual(['whale']);
    expect((await door.ask('hospital', '/ValueSet/moving', 'DELETE')).statusCode).toBe(204);
    expect((await door.ask('physician', `/ValueSet/$expand?${url('moving')}`)).statusCode).toBe(404);
  });

  test('nobody takes the place of what is official, or of what another wrote first', async () => {
    const [female, mine] = ['http://hl7.org/fhir/administrative-gender', url('mixed')];
    const gender = { ...codeSystem, id: 'gender', url: female, concept: [{ code: 'x' }] };
    await door.put(gender);
    await door.put({
      ...set('mixed', [{ system: animals, concept: [{ code: 'stone' }] }]),
      id: 'a-false-one',
    });
    expect(await codes('url=http://hl7.org/fhir/ValueSet/administrative-gender')).toContain('female');
    expect(await codes(mine)).toEqual(['dog', 'x']);
  });

  test('searches ask it: codes of a value set, what is above and below', async () => {
    expect(await terminology.codesOf('https://example.org/mammals')).toContainEqual({
      system: animals,
      code: 'dog',
    });
    expect(await terminology.codesOf('https://example.org/none')).toBeUndefined();
    expect((await terminology.descendants(animals, 'mammal'))?.toSorted()).toEqual([
      'dog',
      'mammal',
      'whale',
    ]);
    expect((await terminology.ancestors(animals, 'dog'))?.toSorted()).toEqual(['animal', 'dog', 'mammal']);
    expect(await terminology.ancestors('urn:none', 'dog')).toBeUndefined();
  });

  test('a search finds by value set and by hierarchy', async () => {
    const seen = { code: { coding: [{ system: animals, code: 'dog' }] } };
    await door.put(patient('u1'));
    await door.put(result('seen', 'u1', '2026-01-01', seen));
    await door.put(result('other', 'u1', '2026-01-01'));
    const found = async (query: string) =>
      (await door.ask('physician', `/Observation?patient=u1&${query}`))
        .json()
        .entry?.map((e: { resource: { id: string } }) => e.resource.id) ?? [];
    expect(await found('code:in=https://example.org/mammals')).toEqual(['seen']);
    expect(await found('code:not-in=https://example.org/mammals')).toEqual(['other']);
    expect(await found(`code:below=${animals}|animal`)).toEqual(['seen']);
    expect(await found(`code:above=${animals}|dog`)).toEqual(['seen']);
  });

  test('whoever is unknown is refused, and every question is journalled', async () => {
    const before = (await door.journal()).length;
    await codes(url('all'));
    expect((await door.ask('unknown', `/ValueSet/$expand?${url('all')}`)).statusCode).toBe(401);
    expect((await door.journal()).slice(before)).toMatchObject([
      { interaction: 'expand', outcome: 'success' },
      { interaction: 'expand', outcome: 'denied' },
    ]);
  });
});
