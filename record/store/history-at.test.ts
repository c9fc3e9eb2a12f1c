import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Sight } from '@continuum/trust-access';
import { toConsent } from '@continuum/trust-consent';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStore, migrations, type Store } from './index.ts';

const on = (day: number): Date => new Date(Date.UTC(2026, 2, day));
const sight: Sight = { domains: ['identity', 'laboratory'], usagers: 'any', refusal: 'obeyed' };

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
  const refusal = { usager: 'shut', consent: 'no', active: true, start: on(1) };
  const of = (usager: string) => ({
    ...{ resourceType: 'Observation', id: 'x', status: 'final', subject: { reference: `Patient/${usager}` } },
    ...{ category: [{ coding: [{ code: 'laboratory' }] }], code: { text: usager } },
  });
  // Said of one person, by mistake of another who refuses everything, and of the first again.
  const written = [
    { resourceType: 'Patient', id: 'open' },
    { resourceType: 'Patient', id: 'shut' },
    toConsent(refusal, on(1)),
    ...['open', 'shut', 'open'].map(of),
  ];
  for (const [at, resource] of written.entries())
    await database.record.transaction(tx =>
      store.write(tx, [{ verb: 'upsert', resource }], { now: on(at + 1) }),
    );
});
afterAll(() => database.drop());

/** Versions that were current on a day (R4 3.1.0.10 `_at`). */
async function versionsOn(day: number, seen = sight): Promise<number[]> {
  const { entries } = await store.history(seen, on(28), { type: 'Observation', id: 'x', at: on(day) });
  return entries.map(({ version }) => version);
}

it.each([
  ['before it was written', 3, []],
  ['once it was', 4, [1]],
  ['while it was said of who refuses, the one before, as if that had never been', 5, [1]],
  ['once it was corrected, that alone', 6, [3]],
])('_at a day %s', async (_, day, versions) => {
  expect(await versionsOn(day)).toEqual(versions);
});

it('_at tells each version to whom none is hidden', async () => {
  const own: Sight = { ...sight, refusal: 'own' };
  expect(await Promise.all([4, 5, 6].map(day => versionsOn(day, own)))).toEqual([[1], [2], [3]]);
});
