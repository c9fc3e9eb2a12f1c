import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient, refusal, result, system, type TestDoor, testDoor } from './testing/index.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor({ actors: { 'other-hospital': system('hopital-autre', 'hospital-system') } });
});
afterAll(() => door?.close());

const deleted = async (actor: string, id: string) =>
  (await door.ask(actor, `/Patient/${id}`, 'DELETE')).statusCode;

/** What makes a Patient more than its source's own. */
const uses: [string, (id: string) => Promise<unknown>][] = [
  ['a result of a laboratory', id => door.put(result(`of-${id}`, id, '2026-01-01'), 'laboratory')],
  [
    'a result that names it beside another',
    id =>
      door.put(result(`with-${id}`, 'other', '2026-01-01', { performer: [{ reference: `Patient/${id}` }] })),
  ],
  ['a refusal', id => door.put(refusal(id))],
  [
    'a Patient that it replaces',
    id =>
      door.put(
        patient(`old-${id}`, { link: [{ type: 'replaced-by', other: { reference: `Patient/${id}` } }] }),
      ),
  ],
  ['a version of another hospital', id => door.put(patient(id, { birthDate: '1980-05-07' }), 'registry')],
  ['its own result', id => door.put(result(`own-${id}`, id, '2026-01-01'))],
];

describe('R4 3.1.0.7: a Patient, whose identity many share', () => {
  beforeAll(() => door.put(patient('other')));

  test.each(uses)(
    'with %s is not deleted by the hospital that sent it: 409, in the person’s journal',
    async (what, use) => {
      const id = `p${uses.findIndex(([name]) => name === what)}`;
      await door.put(patient(id));
      await use(id);
      const answer = await door.ask('hospital', `/Patient/${id}`, 'DELETE');
      expect(answer.statusCode, answer.body).toBe(409);
      expect(answer.json().issue).toEqual([
        {
          severity: 'error',
          code: 'conflict',
          diagnostics: `Patient/${id}: others use it, and only the feed of the register deletes it. Send it with active=false, or with a link to the Patient that replaces it.`,
        },
      ]);
      expect((await door.ask('hospital', `/Patient/${id}`)).statusCode).toBe(200);
      const line = (await door.journal()).findLast(({ entry }) => entry.includes(`delete Patient/${id}`));
      expect(line).toMatchObject({ outcome: 'denied', usager: id });
      expect(await deleted('registry', id)).toBe(204);
      expect((await door.ask('hospital', `/Patient/${id}`)).statusCode).toBe(410);
    },
  );

  test('that nothing speaks of is taken back by the hospital that sent it, and by no other', async () => {
    await door.put(patient('mistake'));
    expect(await deleted('other-hospital', 'mistake')).toBe(409);
    expect(await deleted('hospital', 'mistake')).toBe(204);
    expect((await door.ask('hospital', '/Patient/mistake')).statusCode).toBe(410);
  });

  test('goes with the rest of what its hospital takes back in one transaction', async () => {
    await door.put(patient('whole'));
    await door.put(result('of-whole', 'whole', '2026-01-01'));
    const answer = await door.send('hospital', 'POST', '/', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: ['Patient/whole', 'Observation/of-whole'].map(url => ({ request: { method: 'DELETE', url } })),
    });
    expect(answer.statusCode, answer.body).toBe(200);
    expect((await door.ask('hospital', '/Patient/whole')).statusCode).toBe(410);
  });

  test('that is not there is deleted as before', async () => {
    expect(await deleted('hospital', 'nobody')).toBe(204);
  });
});
