import { patient, refusal, result, type TestDoor, testDoor } from '@continuum/exchange-fhir-rest/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastN } from './last-n.ts';

const loinc = (code: string) => ({ system: 'http://loinc.org', code });
const code = (...coding: object[]) => ({ code: { coding } });

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor({ operations: [lastN] });
  for (const id of ['u1', 'u2']) await door.put(patient(id));
  for (const day of ['01', '02', '03']) await door.put(result(`g${day}`, 'u1', `2026-01-${day}`));
  await door.put(result('k1', 'u1', '2026-01-05', code(loinc('2823-3'))));
  // The same test under a local code beside LOINC's.
  await door.put(result('k2', 'u1', '2026-01-06', code({ system: 'urn:local', code: 'K' }, loinc('2823-3'))));
  await door.put(result('text', 'u1', '2026-01-07', { code: { text: 'Autre' } }));
  await door.put(result('seen', 'u2', '2026-03-01'));
  await door.put(result('hidden', 'u2', '2026-01-01'));
  await door.put(refusal('u2', '2026-02-01'));
});
afterAll(() => door?.close());

const ids = async (query: string, actor = 'physician'): Promise<string[]> => {
  const answer = await door.ask(actor, `/Observation/$lastn?${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return (answer.json().entry ?? []).map(({ resource }: { resource: { id: string } }) => resource.id);
};

describe('R4 Observation $lastn', () => {
  test.each<[string, string[]]>([
    ['patient=u1', ['text', 'g03', 'k2']],
    ['subject=Patient/u1&max=2', ['text', 'g03', 'g02', 'k2', 'k1']],
    ['patient=u1&category=laboratory&max=1&code=http://loinc.org|2345-7', ['g03']],
    ['patient=u1&code=2345-7,2823-3&date=lt2026-01-03', ['g02']],
    ['patient=u1&category=vital-signs', []],
    ['patient=nobody', []],
  ])('%s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  test('the newest is the newest of what may be seen', async () => {
    expect(await ids('patient=u2&max=5')).toEqual(['seen']);
    expect(await ids('patient=u2&max=5', 'neighbour')).toEqual(['seen', 'hidden']);
    expect(await ids('patient=u2&date=lt2026-02-01')).toEqual([]);
  });

  test('by POST too, and the bytes are those of a read', async () => {
    const parameter = [
      { name: 'patient', valueString: 'u1' },
      { name: 'max', valuePositiveInt: 1 },
    ];
    const answer = await door.send('physician', 'POST', '/Observation/$lastn', {
      resourceType: 'Parameters',
      parameter,
    });
    expect(answer.json().total).toBe(3);
    expect(answer.body).toContain((await door.ask('physician', '/Observation/k2')).body);
  });

  test.each<[string, string, number]>([
    ['neighbour', 'patient=u1', 403],
    ['unknown', 'patient=u1', 401],
    ['physician', 'code=2345-7', 400],
    ['physician', 'patient=u1&max=0', 400],
    ['physician', 'patient=u1&nothing=1', 400],
    ['physician', 'patient=u1&_count=3', 400],
  ])('%s asks %s: %i', async (actor, query, status) => {
    expect((await door.ask(actor, `/Observation/$lastn?${query}`)).statusCode).toBe(status);
  });

  test('it is in the usager’s journal, the refused look too', async () => {
    const before = (await door.journal()).length;
    await ids('patient=u1');
    await door.ask('neighbour', '/Observation/$lastn?patient=u1');
    expect((await door.journal()).slice(before)).toMatchObject([
      { interaction: 'lastn', outcome: 'success', usager: 'u1' },
      { interaction: 'lastn', outcome: 'denied', usager: 'u1' },
    ]);
  });
});
