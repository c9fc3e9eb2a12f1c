import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor();
  await door.put(patient('u1', { maritalStatus: { text: 'x' } }));
  await door.put({ id: 'o1', ...observation('u1', { method: { text: 'x' } }) }, 'laboratory');
});
afterAll(() => door?.close());

const ask = async (url: string) => (await door.ask('hospital', url)).json();
const subsetted = { meta: { tag: [{ code: 'SUBSETTED' }] } };

describe('R4 3.1.1.5.8 and 3.1.1.5.9: a part of each resource, on every read', () => {
  test.each<[string, (answer: never) => Record<string, unknown>]>([
    ['/Observation/o1', answer => answer],
    ['/Observation/o1/_history/1', answer => answer],
    ['/Observation/o1/_history', (answer: { entry: { resource: never }[] }) => answer.entry[0]!.resource],
    ['/Observation?_id=o1', (answer: { entry: { resource: never }[] }) => answer.entry[0]!.resource],
    ['/Observation/_history', (answer: { entry: { resource: never }[] }) => answer.entry[0]!.resource],
  ])('%s', async (url, resourceOf) => {
    const cut = async (parameter: string) =>
      resourceOf((await ask(`${url}${url.includes('?') ? '&' : '?'}${parameter}`)) as never);
    expect(await cut('_summary=false')).toMatchObject({ method: { text: 'x' } });
    const summary = await cut('_summary=true');
    expect(summary).toMatchObject({ ...subsetted, id: 'o1', status: 'final', valueQuantity: { value: 5.4 } });
    expect(summary).not.toHaveProperty('method');
    expect(await cut('_summary=text')).not.toHaveProperty('valueQuantity');
    const elements = await cut('_elements=method');
    expect(elements).toMatchObject({ ...subsetted, method: { text: 'x' }, status: 'final' });
    expect(elements).not.toHaveProperty('valueQuantity');
  });

  test('_elements names elements of what is searched; what comes along comes whole', async () => {
    const { entry } = await ask('/Observation?_id=o1&_include=Observation:subject&_elements=status');
    const byType = (type: string) =>
      entry.find((one: { resource: { resourceType: string } }) => one.resource.resourceType === type)
        .resource;
    expect(byType('Observation')).not.toHaveProperty('valueQuantity');
    expect(byType('Patient')).toHaveProperty('maritalStatus');
  });

  test('_summary=count gives the number alone', async () => {
    const answer = await ask('/Observation?_id=o1&_summary=count');
    expect(answer).toMatchObject({ total: 1 });
    expect(answer).not.toHaveProperty('entry');
  });

  test.each([
    '/Observation/o1?_summary=some',
    '/Observation/o1?_elements=a,,b',
    '/Observation/o1?_elements=status&_summary=true',
    '/Observation?_summary=text&_include=Observation:subject',
  ])('%s is 400', async url => {
    expect((await door.ask('hospital', url)).statusCode).toBe(400);
  });
});
