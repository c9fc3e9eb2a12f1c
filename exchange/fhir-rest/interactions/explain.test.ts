import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient, type TestDoor, testDoor } from '../testing/index.ts';

let door: TestDoor;

beforeAll(async () => {
  door = await testDoor();
  for (const id of ['u1']) await door.put(patient(id));
});
afterAll(() => door?.close());

/** An actor's last entry, whole. */
async function lastJournalled(actor: string): Promise<unknown> {
  const [row] = await door.database.asOwner<{ entry: string }>(
    'SELECT entry FROM record.journal WHERE actor = $1 ORDER BY at DESC, id DESC LIMIT 1',
    [actor],
  );
  return JSON.parse(row!.entry);
}

describe('how a search is done (_explain)', () => {
  test('is told to who operates the platform, without a value, and journalled', async () => {
    const told = await door.ask('operations', '/MedicationRequest?patient=secret&status=active&_explain');
    expect(told.statusCode, told.body).toBe(200);
    const content: { parameter: { name: string; valueString?: string }[] } = told.json();
    const parts = new Map(content.parameter.map(each => [each.name, each.valueString]));
    expect(parts.get('sql')).toContain('FROM record.resource');
    expect(parts.get('plan')).toContain('Index Scan');
    expect(told.body).not.toContain('secret');
    expect(await lastJournalled('Practitioner/pilote')).toMatchObject({
      action: 'search',
      interaction: 'explain',
      outcome: 'success',
      query: { type: 'MedicationRequest', text: 'MedicationRequest?patient=secret&status=active&_explain' },
      domains: [],
    });
  });

  test('is journalled too when it is denied', async () => {
    await door.ask('physician', '/Patient?name=x&_explain');
    expect(await lastJournalled('Practitioner/medecin')).toMatchObject({
      interaction: 'explain',
      outcome: 'denied',
      query: { text: 'Patient?name=x&_explain' },
    });
  });

  test.each([
    ['physician', '/Patient?name=x&_explain=true', 403],
    ['owner', '/Patient?_explain', 403],
    ['unknown', '/Patient?_explain', 401],
    ['operations', '/Patient?birthdate=yesterday&_explain', 400],
    ['physician', '/Patient?name=x&_explain=false', 200],
  ])('%s asks %s: %d', async (actor, url, status) => {
    expect((await door.ask(actor, url)).statusCode).toBe(status);
  });
});
