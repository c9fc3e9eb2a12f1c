import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient, refusal, result, type TestDoor, testDoor } from '../testing/index.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor();
  await door.put(patient('u1'));
  await door.put(patient('u2'));
  await door.put(result('o1', 'u1', '2026-01-01'), 'laboratory');
  await door.put(result('o2', 'u2', '2026-01-01'), 'laboratory');
  await door.put(refusal('u2'));
});
afterAll(() => door?.close());

const count = async () => {
  const sql = 'SELECT (SELECT count(*) FROM record.resource) + (SELECT count(*) FROM record.deposit) AS n';
  return Number((await door.database.asOwner<{ n: number }>(sql))[0]!.n);
};
const bad = { resourceType: 'Observation', status: 'done', issued: 'hier' };

describe('R4 Resource $validate', () => {
  test.each<[string, string, string, object, RegExp[]]>([
    [
      'a sound resource',
      'laboratory',
      '/Observation/$validate',
      result('n', 'u1', '2026-01-01'),
      [/^No problem/],
    ],
    ['every problem at once', 'laboratory', '/Observation/$validate', bad, [/status/, /issued/, /code/]],
    [
      'another type',
      'laboratory',
      '/Patient/$validate',
      result('n', 'u1', '2026-01-01'),
      [/sent to Patient/],
    ],
    [
      'what the profile may not write',
      'physician',
      '/Observation/$validate',
      result('n', 'u1', '2026'),
      [/no access/],
    ],
    [
      'another id than the address',
      'laboratory',
      '/Observation/o1/$validate',
      result('x', 'u1', '2026'),
      [/must be o1/],
    ],
    [
      'an update of what is there',
      'laboratory',
      '/Observation/o1/$validate',
      result('o1', 'u1', '2026'),
      [/^No prob/],
    ],
    [
      'an update without an id',
      'laboratory',
      '/Observation/$validate?mode=update',
      bad,
      [/status/, /needs the id/],
    ],
    [
      'an unknown profile',
      'laboratory',
      '/Observation/$validate?profile=urn:x',
      result('n', 'u1', '2026'),
      [/urn:x/],
    ],
    [
      'nobody to update',
      'physician',
      '/Observation/none/$validate',
      result('none', 'u1', '2026'),
      [/no Observation\/none/],
    ],
  ])('%s (%s)', async (_, actor, url, resource, texts) => {
    const before = await count();
    const answer = await door.send(actor, 'POST', url, resource);
    expect(answer.statusCode, answer.body).toBe(200);
    const said: string[] = answer
      .json()
      .issue.map(
        (i: { diagnostics: string; expression?: string[] }) => `${i.diagnostics} ${i.expression ?? ''}`,
      );
    for (const text of texts)
      expect(
        said.some(line => text.test(line)),
        `${text}: ${said}`,
      ).toBe(true);
    expect(await count()).toBe(before);
  });

  test('a stored resource, and its deletion, by its address alone', async () => {
    const stored = await door.ask('laboratory', '/Observation/o1/$validate');
    expect(stored.json().issue[0].diagnostics).toBe('No problem was found.');
    const deletion = await door.ask('laboratory', '/Observation/o1/$validate?mode=delete');
    expect(deletion.json().issue).toMatchObject([{ severity: 'information' }]);
    const denied = await door.ask('physician', '/Observation/o1/$validate?mode=delete');
    expect(denied.json().issue).toMatchObject([{ code: 'forbidden' }]);
  });

  test('what a refusal hides is not there to validate, word for word', async () => {
    const say = async (id: string) =>
      (await door.ask('physician', `/Observation/${id}/$validate`)).body.replaceAll(id, 'X');
    expect(await say('o2')).toBe(await say('none'));
  });

  test.each([
    ['/Observation/$validate', /resource is required/],
    ['/Observation/$validate?mode=delete', /asked of one resource/],
    ['/Observation/$validate?mode=look', /give create, update, delete, profile/],
  ])('%s: 400', async (url, text) => {
    const answer = await door.ask('laboratory', url);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().issue[0].diagnostics).toMatch(text);
  });

  test('it is journalled, and nobody unknown may ask', async () => {
    const before = (await door.journal()).length;
    await door.ask('physician', '/Observation/o1/$validate');
    expect((await door.journal()).slice(before)).toMatchObject([
      { interaction: 'validate', outcome: 'success' },
      { interaction: 'read', usager: 'u1' },
    ]);
    expect((await door.send('unknown', 'POST', '/Observation/$validate', bad)).statusCode).toBe(401);
  });
});
