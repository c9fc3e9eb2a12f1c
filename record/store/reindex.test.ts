import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Sight } from '@continuum/trust-access';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createStore, migrations, type Store } from './index.ts';
import { extractionVersion, reindexSome } from './reindex.ts';

const all: Sight = { domains: ['identity', 'summary', 'laboratory'], usagers: 'any', refusal: 'own' };
const now = new Date('2026-03-01T12:00:00Z');
const size = 10;

let database: TestDatabase;
let store: Store;

const observation = (at: number, value = at) => ({
  resourceType: 'Observation',
  id: `o${String(at).padStart(2, '0')}`,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }] },
  effectiveDateTime: `2026-01-${String(at + 1).padStart(2, '0')}`,
  subject: { reference: 'Patient/p' },
  valueQuantity: { value, system: 'http://unitsofmeasure.org', code: 'g/L' },
});

const write = (...resources: (ReturnType<typeof observation> | { resourceType: string; id: string })[]) =>
  database.record.transaction(tx =>
    store.write(
      tx,
      resources.map(resource => ({ verb: 'upsert', resource }) as const),
      { now },
    ),
  );

const query: [string, string][] = [
  ['patient', 'p'],
  ['code', '2345-7'],
  ['value-quantity', 'ge2000|http://unitsofmeasure.org|mg/dL'],
  ['_sort', '-date'],
];

async function found(): Promise<string[]> {
  const answer = await store.search(all, 'Observation', query, { now });
  return answer.outcome === 'found' ? answer.entries.map(({ id }) => id) : [];
}

const right = ['o24', 'o23', 'o22', 'o21', 'o20'];

beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
});
afterAll(() => database.drop());

/** Twenty-five rows, as an older extraction left them. */
beforeEach(async () => {
  await database.asOwner('TRUNCATE record.resource, record.version, record.extraction');
  await write(
    { resourceType: 'Patient', id: 'p' },
    ...Array.from({ length: 25 }, (_, at) => observation(at)),
  );
  expect(await found()).toEqual(right);
  await database.asOwner(`UPDATE record.resource SET tokens = '{}', found = '{}', date = NULL`);
});

async function finish(): Promise<number> {
  for (let batches = 1; ; batches++)
    if ((await reindexSome(database.record, size)) === 'done') return batches;
}

it('rows that an older extraction indexed are found after the job', async () => {
  expect(await found()).toEqual([]);
  expect(await finish()).toBe(3);
  expect(await found()).toEqual(right);
  expect(await reindexSome(database.record, size)).toBe('done');
});

it('a job that was killed goes on where it was', async () => {
  expect(await reindexSome(database.record, size)).toBe('more');
  const killed = database.record.transaction(async tx => {
    await tx.query('SELECT 1 FROM record.extraction WHERE version = $1 FOR UPDATE', [extractionVersion]);
    expect(await reindexSome(database.record, size)).toBe('elsewhere');
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await finish()).toBe(2);
  expect(await found()).toEqual(right);
});

it('what is written meanwhile stays as it was written', async () => {
  expect(await reindexSome(database.record, size)).toBe('more');
  await Promise.all([write(observation(3, 30), observation(22, 1)), finish()]);
  expect(await found()).toEqual(['o24', 'o23', 'o21', 'o20', 'o03']);
});

it('two processes at once do the work once, and all of it', async () => {
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => reindexSome(database.record, size)));
  expect(outcomes).toContain('more');
  await finish();
  expect(await found()).toEqual(right);
});
