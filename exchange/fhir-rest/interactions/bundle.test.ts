import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, system, type TestDoor, testDoor } from '../testing/index.ts';

let door: TestDoor;

beforeAll(async () => {
  door = await testDoor({
    actors: { narrow: system('labo-demo', 'laboratory-system', ['system/Observation.cruds']) },
  });
  for (const id of ['u1', 'u2']) await door.put(patient(id));
});
afterAll(() => door?.close());

/** A result of that value. */
const glucose = (value: number, more: object = {}) =>
  observation('u1', { valueQuantity: { value, unit: 'mmol/L' }, ...more });

describe('R4 3.1.0.11: batch and transaction', () => {
  const entry = (method: string, url: string, resource?: object, more: object = {}) => ({
    ...(resource ? { resource } : {}),
    request: { method, url, ...more },
  });

  test('the entries of a batch succeed and fail each for itself', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        entry('POST', 'Observation', observation()),
        entry('GET', 'Patient/u1'),
        entry('GET', 'Patient/personne'),
        entry('POST', 'Observation', { resourceType: 'Observation' }),
        entry('PATCH', 'Patient/u1/_history'),
        entry('GET', 'Patient?_id=u1'),
      ],
    };
    const answer = await door.send('laboratory', 'POST', '', bundle);
    expect(answer.statusCode, answer.body).toBe(200);
    const statuses = answer
      .json()
      .entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3));
    expect(statuses).toEqual(['201', '200', '404', '422', '405', '200']);
    expect(answer.json().entry[2].response.outcome).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  test('a transaction is stored whole, its references resolved, its reads after its writes', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry('GET', 'Observation?identifier=https://labo.example/tx|1'),
        {
          fullUrl: 'urn:uuid:6f1d2f3c-0000-4000-8000-000000000001',
          ...entry(
            'POST',
            'Observation',
            glucose(1, { identifier: [{ system: 'https://labo.example/tx', value: '1' }] }),
          ),
        },
        entry('POST', 'DiagnosticReport', {
          resourceType: 'DiagnosticReport',
          status: 'final',
          category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
          code: { text: 'Glycémie' },
          subject: { reference: 'Patient/u1' },
          result: [{ reference: 'urn:uuid:6f1d2f3c-0000-4000-8000-000000000001' }],
        }),
      ],
    };
    const answer = await door.send('hospital', 'POST', '', bundle, { prefer: 'return=representation' });
    expect(answer.statusCode, answer.body).toBe(200);
    const { type, entry: entries } = answer.json();
    expect(type).toBe('transaction-response');
    expect(entries.map((e: { response: { status: string } }) => e.response.status)).toEqual([
      '200 OK',
      '201 Created',
      '201 Created',
    ]);
    expect(entries[0].resource).toMatchObject({
      type: 'searchset',
      entry: [{ resource: { id: entries[1].resource.id } }],
    });
    expect(entries[2].resource.result[0].reference).toBe(`Observation/${entries[1].resource.id}`);
  });

  test('one bad entry and nothing is stored; every problem is told', async () => {
    const identifier = [{ system: 'https://labo.example/tx', value: 'rien' }];
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry('POST', 'Observation', glucose(1, { identifier })),
        entry('POST', 'Observation', { resourceType: 'Observation', status: 'peut-être' }),
      ],
    };
    const answer = await door.send('hospital', 'POST', '', bundle);
    expect(answer.statusCode).toBe(422);
    const places = answer.json().issue.map((issue: { expression?: string[] }) => issue.expression?.[0] ?? '');
    expect(
      places.filter((place: string) => place.startsWith('Bundle.entry[1]')).length,
    ).toBeGreaterThanOrEqual(2);
    const found = await door.ask(
      'physician',
      '/Observation?identifier=https://labo.example/tx|rien&_summary=count',
    );
    expect(found.json().total).toBe(0);
  });

  test('a token with narrow scopes writes nothing beside them', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry('POST', 'Observation', observation()),
        entry('POST', 'Specimen', { resourceType: 'Specimen', subject: { reference: 'Patient/u1' } }),
      ],
    };
    expect((await door.send('narrow', 'POST', '', bundle)).statusCode).toBe(403);
    expect((await door.send('narrow', 'POST', '/Observation', observation())).statusCode).toBe(201);
  });
});
