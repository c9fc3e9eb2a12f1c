import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, system, type TestDoor, testDoor } from './testing/index.ts';

let door: TestDoor;

beforeAll(async () => {
  door = await testDoor({ actors: { reader: system('lecteur', 'hospital-system', ['system/Patient.rs']) } });
  for (const id of ['u1', 'u2']) await door.put(patient(id));
});
afterAll(() => door?.close());

describe('who may do what: actor × action × outcome', () => {
  const table: [string, string, string, number][] = [
    ['unknown', 'read', 'Patient/u1', 401],
    ['unknown', 'search', 'Patient?_id=u1', 401],
    ['unknown', 'create', 'Observation', 401],
    ['unknown', 'delete', 'Patient/u1', 401],
    ['unknown', 'history', 'Patient/u1/_history', 401],
    ['unknown', 'history', '_history', 401],
    ['unknown', 'read', 'Patiente/1', 401],
    ['unknown', 'read', 'Patient/u1?_format=ttl', 401],
    ['unknown', 'read', 'a/b/c/d/e', 401],
    ['hospital', 'read', 'Patient/u1', 200],
    ['hospital', 'create', 'Observation', 201],
    ['laboratory', 'create', 'Observation', 201],
    ['laboratory', 'create', 'MedicationRequest', 403],
    ['laboratory', 'search', 'Observation?subject=Patient/u1', 200],
    ['laboratory', 'search', 'MedicationRequest?subject=Patient/u1', 403],
    ['physician', 'search', 'Observation?subject=Patient/u1', 200],
    ['physician', 'create', 'Observation', 403],
    ['archivist', 'read', 'Patient/u1', 200],
    ['archivist', 'search', 'MedicationRequest?subject=Patient/u1', 403],
    ['owner', 'read', 'Patient/u1', 200],
    ['owner', 'search', 'Observation?subject=Patient/u1', 200],
    ['owner', 'create', 'Observation', 403],
    ['neighbour', 'read', 'Patient/u1', 404],
    ['neighbour', 'search', 'Observation?subject=Patient/u1', 403],
    ['reader', 'read', 'Patient/u1', 200],
    ['reader', 'search', 'Observation?subject=Patient/u1', 403],
    ['reader', 'search', 'Patient?_id=u1&_revinclude=Observation:subject', 403],
    ['reader', 'search', 'Patient?_has:Observation:patient:status=final', 403],
    ['reader', 'create', 'Observation', 403],
    ['reader', 'delete', 'Patient/u1', 403],
    ['reader', 'history', 'Observation/_history', 403],
  ];
  test.each(table)('%s %s %s: %i', async (actor, action, url, status) => {
    const before = (await door.journal()).length;
    const answer =
      action === 'create'
        ? await door.send(actor, 'POST', `/${url}`, { ...observation(), ...bodies[url] })
        : await door.ask(actor, `/${url}`, action === 'delete' ? 'DELETE' : 'GET');
    expect(answer.statusCode, answer.body).toBe(status);
    if (status >= 400) expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
    if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect((await door.journal()).length).toBeGreaterThan(before);
  });

  const bodies: Record<string, object> = {
    MedicationRequest: {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      category: undefined,
      code: undefined,
      effectiveDateTime: undefined,
      valueQuantity: undefined,
      medicationCodeableConcept: { text: 'Metformine' },
    },
  };

  test('what an unknown caller sends is not kept', async () => {
    await door.send('unknown', 'POST', '/Observation', observation());
    await door.send('unknown', 'POST', '', { resourceType: 'Bundle', type: 'transaction' });
    const rows = await door.database.asOwner(
      `SELECT 1 FROM record.deposit WHERE actor::text LIKE '%unknown%'`,
    );
    expect(rows).toEqual([]);
  });
});
