import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

let door: TestDoor;

beforeAll(async () => {
  door = await testDoor({ rest: { bodyLimit: 256 * 1024 } });
  for (const id of ['u1']) await door.put(patient(id));
});
afterAll(() => door?.close());

/** A result of that value. */
const glucose = (value: number, more: object = {}) =>
  observation('u1', { valueQuantity: { value, unit: 'mmol/L' }, ...more });

describe('R4 3.1.0.1.4: errors are OperationOutcomes', () => {
  const wrong: [string, number, () => ReturnType<TestDoor['ask']>][] = [
    ['a type that does not exist', 404, () => door.ask('physician', '/Patiente/1')],
    ['a resource that does not exist', 404, () => door.ask('physician', '/Patient/personne')],
    ['an id that cannot be one', 404, () => door.ask('physician', '/Patient/a%20b')],
    ['an operation that is not there', 404, () => door.ask('physician', '/Patient/$nothing')],
    ['nothing at that address', 404, () => door.ask('physician', '/a/b/c/d/e')],
    ['a method that is not taken', 405, () => door.ask('physician', '/Patient/u1', 'POST')],
    ['Turtle asked for', 406, () => door.ask('physician', '/Patient/u1', 'GET', { accept: 'text/turtle' })],
    ['Turtle asked for by _format', 406, () => door.ask('physician', '/Patient/u1?_format=ttl')],
    [
      'Turtle sent',
      415,
      () => door.send('laboratory', 'POST', '/Observation', '<a>', { 'content-type': 'text/turtle' }),
    ],
    [
      'a form sent as a resource',
      415,
      () =>
        door.send('laboratory', 'POST', '/Observation', 'a=b', {
          'content-type': 'application/x-www-form-urlencoded',
        }),
    ],
    [
      'not JSON',
      400,
      () => door.send('laboratory', 'POST', '/Observation', '{"resourceType": "Observation",}'),
    ],
    ['not JSON, as a Bundle', 400, () => door.send('laboratory', 'POST', '', '{"resourceType": "Bundle",')],
    [
      'too large',
      413,
      () => door.send('laboratory', 'POST', '/Observation', `{"a":"${'x'.repeat(300_000)}"}`),
    ],
    ['another type than the address', 400, () => door.send('laboratory', 'POST', '/Specimen', observation())],
    [
      'another id than the address',
      400,
      () => door.send('laboratory', 'PUT', '/Observation/a', glucose(1, { id: 'b' })),
    ],
    [
      'no id where the address has one',
      400,
      () => door.send('laboratory', 'PUT', '/Observation/a', observation()),
    ],
    ['no resource at all', 400, () => door.send('laboratory', 'POST', '/Observation', '')],
    [
      'invalid in several places',
      422,
      () =>
        door.send('laboratory', 'POST', '/Observation', {
          resourceType: 'Observation',
          status: 'x',
          sujet: 1,
        }),
    ],
    ['a date that is none', 400, () => door.ask('physician', '/Observation?date=hier')],
    [
      'a history since a date that is none',
      400,
      () => door.ask('physician', '/Patient/u1/_history?_since=hier'),
    ],
  ];
  test.each(wrong)('%s: %i', async (_title, status, act) => {
    const answer = await act();
    expect(answer.statusCode, answer.body).toBe(status);
    const { resourceType, issue } = answer.json();
    expect(resourceType).toBe('OperationOutcome');
    for (const one of issue) expect(one).toMatchObject({ severity: expect.stringMatching(/error|fatal/) });
    if (status === 405) expect(answer.headers.allow).toBe('GET, HEAD, PUT, PATCH, DELETE');
  });

  test('OPTIONS says which methods an address takes, to whoever may ask', async () => {
    const answer = await door.ask('physician', '/Patient/u1', 'OPTIONS');
    expect([answer.statusCode, answer.headers.allow]).toEqual([
      204,
      'GET, HEAD, PUT, PATCH, DELETE, OPTIONS',
    ]);
    expect((await door.ask('physician', '/a/b/c/d/e', 'OPTIONS')).statusCode).toBe(404);
    expect((await door.ask('unknown', '/Patient/u1', 'OPTIONS')).statusCode).toBe(401);
  });

  test('malformed JSON says where', async () => {
    const { issue } = (
      await door.send('laboratory', 'POST', '/Observation', '{"resourceType": "Observation",}')
    ).json();
    expect(issue[0].diagnostics).toMatch(/position|line/);
  });
});
