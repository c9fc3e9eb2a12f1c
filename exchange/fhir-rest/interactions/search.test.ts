import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseUrl, observation, patient, system, type TestDoor, testDoor } from '../testing/index.ts';

let door: TestDoor;

beforeAll(async () => {
  door = await testDoor({ actors: { reader: system('lecteur', 'hospital-system', ['system/Patient.rs']) } });
  for (const id of ['u1', 'u2']) await door.put(patient(id));
});
afterAll(() => door?.close());

/** A result of that value. */
const glucose = (value: number, more: object = {}) =>
  observation('u1', { valueQuantity: { value, unit: 'mmol/L' }, ...more });

interface SearchSet {
  link: { relation: string; url: string }[];
  entry?: { fullUrl: string; resource: { id: string }; search: { mode: string } }[];
}

describe('R4 3.1.1: search', () => {
  test('pages follow one another by their links, with what was asked', async () => {
    const identifier = [{ system: 'https://labo.example/page', value: 'p' }];
    const ids = new Set<string>();
    for (let i = 0; i < 5; i++)
      ids.add(await door.make(glucose(i, { identifier, subject: { reference: 'Patient/u2' } })));
    let url: string | undefined = '/Observation?identifier=https://labo.example/page|p&_count=2';
    const seen: string[] = [];
    for (let page = 0; url && page < 5; page++) {
      const bundle: SearchSet = (await door.ask('physician', url)).json();
      expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
      for (const { resource, fullUrl, search } of bundle.entry ?? []) {
        expect([fullUrl, search.mode]).toEqual([`${baseUrl}/Observation/${resource.id}`, 'match']);
        seen.push(resource.id);
      }
      const next: string | undefined = bundle.link.find(({ relation }) => relation === 'next')?.url;
      url = next?.slice(baseUrl.length);
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(ids);
  });

  test('POST _search with a form says the same as GET', async () => {
    const answer = await door.app.inject({
      method: 'POST',
      url: '/fhir/R4/Patient/_search',
      headers: { 'x-actor': 'physician', 'content-type': 'application/x-www-form-urlencoded' },
      payload: '_id=u1',
    });
    expect(answer.json()).toMatchObject({ type: 'searchset', entry: [{ resource: { id: 'u1' } }] });
  });

  test('a parameter that does not exist: refused strictly, told leniently', async () => {
    const strict = await door.ask('physician', '/Patient?_id=u1&taille=180', 'GET', {
      prefer: 'handling=strict',
    });
    expect(strict.statusCode).toBe(400);
    const lenient = await door.ask('physician', '/Patient?_id=u1&taille=180', 'GET', {
      prefer: 'handling=lenient',
    });
    expect(lenient.statusCode).toBe(200);
    const modes = lenient.json().entry.map((entry: { search: { mode: string } }) => entry.search.mode);
    expect(modes).toEqual(['match', 'outcome']);
  });

  test('a page may be read by a person', async () => {
    const { body } = await door.ask('physician', '/Patient/u1?_pretty=true&_format=json');
    expect(body.split('\n').length).toBeGreaterThan(5);
  });
});

describe('R4 3.1.1.1: search in a compartment', () => {
  const numbers = (body: string): string[] =>
    ((JSON.parse(body) as SearchSet).entry ?? []).map(({ resource }) => resource.id);

  test('finds what is the usager’s, and links to itself', async () => {
    const id = await door.make(glucose(7.7));
    const found = await door.ask('physician', '/Patient/u1/Observation?value-quantity=7.7');
    expect(found.statusCode, found.body).toBe(200);
    expect(numbers(found.body)).toEqual([id]);
    expect(found.json().link[0].url).toBe(`${baseUrl}/Patient/u1/Observation?value-quantity=7.7`);
    expect(numbers((await door.ask('physician', '/Patient/u2/Observation?value-quantity=7.7')).body)).toEqual(
      [],
    );
    expect(
      numbers((await door.ask('physician', '/Patient/u1/*?_type=Observation&_count=200')).body),
    ).toContain(id);
  });

  test('by POST to _search as by GET, and in a batch', async () => {
    const id = await door.make(glucose(8.8));
    const posted = await door.app.inject({
      method: 'POST',
      url: '/fhir/R4/Patient/u1/Observation/_search',
      headers: { 'x-actor': 'physician', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'value-quantity=8.8',
    });
    expect(numbers(posted.body)).toEqual([id]);
    const batch = await door.send('physician', 'POST', '/', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'GET', url: 'Patient/u1/Observation?value-quantity=8.8' } }],
    });
    expect(batch.json().entry[0].resource.entry[0].resource.id).toBe(id);
  });

  test.each([
    ['neighbour', '/Patient/u1/Observation', 403],
    ['reader', '/Patient/u1/Observation', 403],
    ['unknown', '/Patient/u1/Observation', 401],
    ['physician', '/Patient/u1/Usager', 404],
    ['physician', '/Organization/x/Observation', 400],
    ['owner', '/Patient/u1/Observation', 200],
  ])('%s asks %s: %d', async (actor, url, status) => {
    expect((await door.ask(actor, url)).statusCode).toBe(status);
  });
});
