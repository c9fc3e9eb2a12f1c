import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor();
  await door.put(patient('u1'));
});
afterAll(() => door?.close());

const cutEveryone = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
  WHERE datname = current_database() AND usename <> current_user`;

const create = (value: string) =>
  door.send(
    'laboratory',
    'POST',
    '/Observation',
    observation('u1', { identifier: [{ system: 'urn:n', value }] }),
  );

describe('connections to the database that break under load', () => {
  test('lose nothing that was acknowledged, write nothing twice, and come back by themselves', async () => {
    const statuses = new Map<string, number>();
    let cutting = true;
    const load = async (worker: number) => {
      for (let i = 0; i < 25; i++) {
        const { statusCode } = await create(`${worker}-${i}`);
        statuses.set(`${worker}-${i}`, statusCode);
      }
    };
    const cut = async () => {
      while (cutting) await door.database.asOwner(cutEveryone);
    };
    const cuts = cut();
    await Promise.all([0, 1, 2, 3].map(load)).finally(() => {
      cutting = false;
    });
    await cuts;
    expect(new Set(statuses.values()).isSubsetOf(new Set([201, 503]))).toBe(true);
    expect([...statuses.values()]).toContain(503);

    expect((await create('after')).statusCode).toBe(201);
    await door.intake.recover();
    await door.intake.idle();
    for (const [value, status] of statuses) {
      const { total } = (await door.ask('laboratory', `/Observation?identifier=urn:n|${value}`)).json();
      expect(status === 201 ? [1] : [0, 1], `${value}: ${status}`).toContain(total);
    }
  }, 60_000);
});
