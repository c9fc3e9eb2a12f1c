import { afterAll, beforeAll, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor();
});
afterAll(() => door?.close());

const ids = Array.from({ length: 8 }, (_, i) => `same-${i}`);

const encounter = (id: string) => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: `Patient/${id}` },
});
const list = (id: string) => ({
  resourceType: 'List',
  id,
  status: 'current',
  mode: 'working',
  entry: ids.flatMap(each =>
    ['Observation', 'Patient', 'Encounter'].map(type => ({ item: { reference: `${type}/${each}` } })),
  ),
});

test('usagers whom much speaks of already may be registered at the same moment: every one is', async () => {
  for (const id of ids) {
    await door.put({ ...observation(id), id });
    await door.put(encounter(id));
  }
  for (const id of ids.slice(0, 3)) await door.put(list(id));
  const linked = ids.map((id, i) =>
    patient(id, {
      link: [{ type: 'seealso', other: { reference: `Patient/${ids[(i + 3) % ids.length]}` } }],
    }),
  );
  await Promise.all(linked.map(one => door.put(one)));
  const found = await door.ask('hospital', `/Patient?_id=${ids.join(',')}`);
  expect(found.json().total).toBe(ids.length);
}, 60_000);
