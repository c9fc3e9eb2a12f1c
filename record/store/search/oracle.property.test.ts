import { isDeepStrictEqual } from 'node:util';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Sight } from '@continuum/trust-access';
import { toConsent } from '@continuum/trust-consent';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, migrations, type Store } from '../index.ts';
import { createOracle, type Identified, type Parameter } from './oracle/evaluation.ts';
import { type Question, question } from './oracle/question.ts';
import { territory } from './oracle/territory.ts';

/** Random searches over random records, answered a second time by plain code that knows the specification alone. */

const now = new Date('2026-03-01T12:00:00Z');
const domains = ['identity', 'registry', 'medication', 'laboratory', 'imaging', 'summary'] as const;
const everything: Sight = { domains, usagers: 'any', refusal: 'own' };
const obeying: Sight = { domains, usagers: 'any', refusal: 'obeyed' };

/** Records of five hundred searches each: ten thousand cases. */
const records = Number(process.env.CONTINUUM_PROPERTY_RUNS ?? 20);
const searches = 500;
/** Asked at once: as many as there are connections. */
const together = 8;

/** The same seed, the same records and searches. */
const seed = Number(process.env.CONTINUUM_PROPERTY_SEED ?? Date.now() % 2 ** 31);

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
});
afterAll(() => database.drop());

/** One of the usagers refuses everything. */
const refusing = 'p2';
const start = new Date('2026-01-01T00:00:00Z');
const refusal = toConsent({ consent: 'refusal', usager: refusing, active: true, start }, start);

/** What the refusal leaves of a record: who the usager is, and what is not theirs. */
function left(resources: readonly Identified[]): Identified[] {
  const isTheirs = ({ subject }: Identified) =>
    (subject as { reference: string } | undefined)?.reference === `Patient/${refusing}`;
  const hidden = new Set(resources.filter(isTheirs).map(({ resourceType, id }) => `${resourceType}/${id}`));
  const speaksOfHidden = ({ target }: Identified) =>
    ((target ?? []) as { reference: string }[]).some(({ reference }) => hidden.has(reference));
  return resources.filter(each => !isTheirs(each) && !speaksOfHidden(each));
}

async function write(resources: readonly Identified[]): Promise<void> {
  await database.asOwner('TRUNCATE record.resource, record.version, record.refusal');
  const changes = [...resources, refusal].map(resource => ({ verb: 'upsert', resource }) as const);
  const { outcome } = await database.record.transaction(tx => store.write(tx, changes, { now }));
  expect(outcome).toBe('written');
}

/** All pages, one after the other; what comes along with each, together. */
async function ask(sight: Sight, { type, parameters, count }: Question) {
  const matches: string[] = [];
  const included = new Set<string>();
  for (let cursor: Parameter[] = [], page = 0; page < 60; page++) {
    const all = [...parameters, ['_count', String(count)] as const, ...cursor].map(
      ([n, v]): [string, string] => [n, v],
    );
    const found = await store.search(sight, type, all, { now, handling: 'strict' }).catch(String);
    if (typeof found === 'string') return found;
    if (found.outcome === 'invalid') return found.issues.map(({ diagnostics }) => diagnostics);
    for (const { type: kind, id, mode } of found.entries)
      if (mode === 'match') matches.push(`${kind}/${id}`);
      else included.add(`${kind}/${id}`);
    if (!found.next) break;
    cursor = [['_cursor', found.next]];
  }
  return { matches, included: [...included].filter(key => !matches.includes(key)).sort() };
}

type Oracle = ReturnType<typeof createOracle>;

const oracleOf = (sight: Sight, resources: readonly Identified[]): Oracle =>
  createOracle(sight === obeying ? left(resources) : resources);

/** What is wrong with an answer; nothing when it is the oracle's. */
async function wrong(sight: Sight, oracle: Oracle, asked: Question) {
  const [found, expected] = [await ask(sight, asked), oracle.search(asked.type, asked.parameters)];
  return isDeepStrictEqual(found, expected) ? undefined : { asked, found, expected };
}

/** The fewest of a list with which something still holds, as far as leaving out one after the other shows. */
async function fewest<T>(all: readonly T[], holds: (some: readonly T[]) => Promise<boolean>) {
  let kept = [...all];
  for (const each of all) {
    const fewer = kept.filter(other => other !== each);
    if (await holds(fewer)) kept = fewer;
  }
  return kept;
}

/** A failing case as a person can follow it: what matters of the search and of the record, expected and found. */
async function told(sight: Sight, resources: readonly Identified[], asked: Question): Promise<string> {
  const whole = oracleOf(sight, resources);
  const parameters = await fewest(
    asked.parameters,
    async some => (await wrong(sight, whole, { ...asked, parameters: [...some] })) !== undefined,
  );
  const least = { ...asked, parameters };
  const kept = await fewest(resources, async some => {
    await write(some);
    return (await wrong(sight, oracleOf(sight, some), least)) !== undefined;
  });
  await write(kept);
  const { found, expected } = (await wrong(sight, oracleOf(sight, kept), least)) ?? {};
  return [
    `GET ${least.type}?${parameters.map(pair => pair.join('=')).join('&')}, ${least.count} a page`,
    `as one for whom refusals are ${sight.refusal}, ${refusing} refusing everything`,
    `expected ${JSON.stringify(expected)}`,
    `found    ${JSON.stringify(found)}`,
    ...kept.map(resource => `  ${JSON.stringify(resource)}`),
    `With CONTINUUM_PROPERTY_SEED=${seed} CONTINUUM_PROPERTY_RUNS=${records} it comes again.`,
  ].join('\n');
}

/** Asks a record many things; gives the first that was answered wrongly. */
async function firstWrong(sight: Sight, resources: readonly Identified[], questions: readonly Question[]) {
  const oracle = oracleOf(sight, resources);
  for (let at = 0; at < questions.length; at += together) {
    const asked = questions.slice(at, at + together);
    const answers = await Promise.all(asked.map(each => wrong(sight, oracle, each)));
    const first = answers.find(answer => answer !== undefined);
    if (first) return first.asked;
  }
  return undefined;
}

describe('a search (R4 3.1.1)', () => {
  it(`finds what the specification says of each row that exists for the one who asks (${records * searches} cases, seed ${seed})`, async () => {
    const questions = fc.sample(question, { seed, numRuns: records * searches });
    const territories = fc.sample(territory, { seed, numRuns: records });
    for (const [at, resources] of territories.entries()) {
      const sight = at % 2 === 0 ? everything : obeying;
      await write(resources);
      const asked = await firstWrong(sight, resources, questions.slice(at * searches, (at + 1) * searches));
      if (asked) expect.fail(await told(sight, resources, asked));
    }
  }, 300_000);
});
