import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Sight } from '@continuum/trust-access';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, migrations, type Store } from '../index.ts';

/** Simple searches, answered a second time by plain code that knows the specification and no SQL. */

const all: Sight = { domains: ['summary'], usagers: 'any', refusal: 'own' };
const now = new Date('2026-03-01T12:00:00Z');
const day = 86_400_000;

const observation = fc.record({
  usager: fc.constantFrom('a', 'b'),
  system: fc.constantFrom('urn:x', 'urn:y'),
  code: fc.constantFrom('1', '2', '1|2', 'a,b'),
  from: fc.integer({ min: 0, max: 20 }),
  length: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  value: fc.option(
    fc.integer({ min: 0, max: 40 }).map(n => n / 4),
    { nil: undefined },
  ),
  text: fc.constantFrom('Été', 'ete chaud', 'Hiver', "l'été", '%', '_x', ''),
});
type Observed = typeof observation extends fc.Arbitrary<infer T> ? T : never;

const isoDay = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * day).toISOString().slice(0, 10);

const toResource = (o: Observed, at: number) => ({
  resourceType: 'Observation',
  id: `o${at}`,
  subject: { reference: `Patient/${o.usager}` },
  code: { coding: [{ system: o.system, code: o.code }] },
  ...(o.length === undefined
    ? { effectiveDateTime: isoDay(o.from) }
    : { effectivePeriod: { start: isoDay(o.from), end: isoDay(o.from + o.length) } }),
  ...(o.value === undefined ? {} : { valueQuantity: { value: o.value, code: 'g' } }),
  ...(o.text === '' ? {} : { method: { text: o.text } }),
});

const interval = (o: Observed) => ({ low: o.from, high: o.from + (o.length ?? 0) + 1 });

/** R4 3.1.1.4.6, word for word, on days. */
const dateRules: Record<string, (v: { low: number; high: number }, at: number) => boolean> = {
  eq: (v, at) => at <= v.low && v.high <= at + 1,
  ne: (v, at) => !(at <= v.low && v.high <= at + 1),
  gt: (v, at) => v.high > at + 1,
  lt: (v, at) => v.low < at,
  ge: (v, at) => v.high > at + 1 || (at <= v.low && v.high <= at + 1),
  le: (v, at) => v.low < at || (at <= v.low && v.high <= at + 1),
  sa: (v, at) => v.low >= at + 1,
  eb: (v, at) => v.high <= at,
};

const numberRules: Record<string, (v: number, n: number) => boolean> = {
  eq: (v, n) => v >= n - 0.005 && v < n + 0.005,
  ne: (v, n) => !(v >= n - 0.005 && v < n + 0.005),
  gt: (v, n) => v > n,
  lt: (v, n) => v < n,
  ge: (v, n) => v >= n,
  le: (v, n) => v <= n,
};

interface Question {
  query: [string, string];
  matches(o: Observed): boolean;
}

const escaped = (text: string) => text.replace(/[\\,|$]/g, '\\$&');

const question: fc.Arbitrary<Question> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...Object.keys(dateRules)), fc.integer({ min: -1, max: 26 }))
    .map(([prefix, at]) => ({
      query: ['date', `${prefix}${isoDay(at)}`] as [string, string],
      matches: (o: Observed) => dateRules[prefix]!(interval(o), at),
    })),
  fc
    .tuple(fc.constantFrom(...Object.keys(numberRules)), fc.integer({ min: 0, max: 40 }))
    .map(([prefix, quarter]) => ({
      query: ['value-quantity', `${prefix}${(quarter / 4).toFixed(2)}||g`] as [string, string],
      matches: (o: Observed) => o.value !== undefined && numberRules[prefix]!(o.value, quarter / 4),
    })),
  fc
    .tuple(
      fc.constantFrom('1', '2', '1|2', 'a,b'),
      fc.constantFrom('urn:x', 'urn:y', undefined),
      fc.boolean(),
    )
    .map(([code, system, not]) => ({
      query: [not ? 'code:not' : 'code', `${system === undefined ? '' : `${system}|`}${escaped(code)}`] as [
        string,
        string,
      ],
      matches: (o: Observed) => (o.code === code && (system === undefined || o.system === system)) !== not,
    })),
  fc.constantFrom('a', 'b').map(usager => ({
    query: ['subject', `Patient/${usager}`] as [string, string],
    matches: (o: Observed) => o.usager === usager,
  })),
  fc.boolean().map(missing => ({
    query: ['value-quantity:missing', String(missing)] as [string, string],
    matches: (o: Observed) => (o.value === undefined) === missing,
  })),
  fc.constantFrom('été', 'ETE', 'hiv', '%', '_', "l'").map(words => ({
    query: ['method:text', escaped(words)] as [string, string],
    matches: (o: Observed) => {
      const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
      return o.text !== '' && plain(o.text).startsWith(plain(words));
    },
  })),
);

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
});
afterAll(() => database.drop());

describe('a search (R4 3.1.1.4)', () => {
  it('finds what the specification says of each row', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(observation, { minLength: 1, maxLength: 12 }),
        fc.array(fc.array(question, { minLength: 1, maxLength: 3 }), { minLength: 12, maxLength: 20 }),
        async (observations, asked) => {
          await database.asOwner('TRUNCATE record.resource, record.version');
          const changes = observations.map(
            (o, at) => ({ verb: 'upsert', resource: toResource(o, at) }) as const,
          );
          await database.record.transaction(tx => store.write(tx, changes, { now }));
          for (const questions of asked) {
            const parameters = questions.map(({ query }) => query);
            const found = await store.search(all, 'Observation', [...parameters, ['_count', '100']], {
              now,
              handling: 'strict',
            });
            const expected = observations.flatMap((o, at) =>
              questions.every(q => q.matches(o)) ? [`o${at}`] : [],
            );
            const ids = found.outcome === 'found' ? found.entries.map(({ id }) => id) : found.issues;
            expect(ids, JSON.stringify(parameters)).toEqual(expected.sort());
          }
        },
      ),
      { numRuns: Number(process.env.CONTINUUM_PROPERTY_RUNS ?? 20) },
    );
  }, 300_000);
});
