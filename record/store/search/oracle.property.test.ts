import { isDeepStrictEqual } from 'node:util';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Sight } from '@continuum/trust-access';
import { toConsent, toRestrictionConsent } from '@continuum/trust-consent';
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
/** Somebody who has two records to read, and no other. */
const ofTwo: Sight = { domains, usagers: ['p0', 'p2'], refusal: 'own' };
/** Somebody who may not see one of them. */
const keptAway: Sight = { ...everything, reader: { person: 'Practitioner/d0', profiles: ['nurse'] } };
const sights = [everything, obeying, ofTwo, keptAway] as const;

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

/** Another restricts everything to somebody. */
const restricting = 'p3';
const restriction = toRestrictionConsent(
  {
    ...{ consent: 'restriction', usager: restricting, active: true, start },
    ...{ practitioners: ['Practitioner/d0'], profiles: [], anyone: false },
    ...{ everything: true, domains: [], resources: [] },
  },
  start,
);

/** The usagers whom each resource concerns: those it names, or whom what it speaks of names. */
function concerned(resources: readonly Identified[]): Map<Identified, Set<string>> {
  const named = (resource: Identified) =>
    resource.resourceType === 'Patient'
      ? [resource.id]
      : [...JSON.stringify(resource).matchAll(/"Patient\/(\w+)"/g)].map(([, id]) => id!);
  const spokenOf = ({ target }: Identified) =>
    ((target ?? []) as { reference: string }[]).flatMap(({ reference }) =>
      resources.filter(({ resourceType, id }) => `${resourceType}/${id}` === reference).flatMap(named),
    );
  return new Map(resources.map(each => [each, new Set([...named(each), ...spokenOf(each)])]));
}

/** What of a record exists for each sight: a refusal leaves who the usager is; a register is nobody's record. */
function left(sight: Sight, resources: readonly Identified[]): Identified[] {
  const concerns = concerned(resources);
  const mayRead = ({ usagers }: Sight, whom: ReadonlySet<string>) =>
    usagers === 'any' || [...whom].every(usager => usagers.includes(usager));
  const hidden = (each: Identified, usager: string) =>
    each.resourceType !== 'Patient' && concerns.get(each)!.has(usager);
  const refused = (each: Identified) => sight.refusal === 'obeyed' && hidden(each, refusing);
  const restricted = (each: Identified) => sight.reader !== undefined && hidden(each, restricting);
  return resources.filter(each => mayRead(sight, concerns.get(each)!) && !refused(each) && !restricted(each));
}

async function write(resources: readonly Identified[]): Promise<void> {
  await database.asOwner('TRUNCATE record.resource, record.version, record.refusal, record.restriction');
  const changes = [...resources, refusal, restriction].map(
    resource => ({ verb: 'upsert', resource }) as const,
  );
  const { outcome } = await database.record.transaction(tx => store.write(tx, changes, { now }));
  expect(outcome).toBe('written');
}

/** All pages, one after the other; what comes along with each, together; the number of matches, if told. */
async function ask(sight: Sight, { types, compartment, parameters, count, counted }: Question) {
  const matches: string[] = [];
  const included = new Set<string>();
  let total: number | undefined;
  const type = types.length === 1 ? types[0] : undefined;
  const more: Parameter[] = [['_count', String(count)]];
  if (type === undefined) more.push(['_type', types.join(',')]);
  if (counted) more.push(['_total', 'accurate']);
  for (let cursor: Parameter[] = [], page = 0; page < 60; page++) {
    const all = [...more, ...parameters, ...cursor];
    const found = await store
      .search(sight, type, all, { now, handling: 'strict', compartment })
      .catch(String);
    if (typeof found === 'string') return found;
    if (found.outcome === 'invalid') return found.issues.map(({ diagnostics }) => diagnostics);
    for (const { type: kind, id, mode } of found.entries)
      if (mode === 'match') matches.push(`${kind}/${id}`);
      else included.add(`${kind}/${id}`);
    total ??= found.total;
    if (!found.next) break;
    cursor = [['_cursor', found.next]];
  }
  const along = [...included].filter(key => !matches.includes(key)).sort();
  return { total: total ?? (counted ? undefined : matches.length), matches, included: along };
}

type Oracle = ReturnType<typeof createOracle>;

const oracleOf = (sight: Sight, resources: readonly Identified[]): Oracle =>
  createOracle(left(sight, resources));

/** What is wrong with an answer; nothing when it is the oracle's. */
async function wrong(sight: Sight, oracle: Oracle, asked: Question) {
  const [found, expected] = [await ask(sight, asked), oracle.search(asked)];
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

function addressOf({ types, compartment, parameters }: Question): string {
  const within = compartment ? [`${compartment.type}/${compartment.id}/`] : [];
  return `${within}${types}?${parameters.map(pair => pair.join('=')).join('&')}`;
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
    `GET ${addressOf(least)}, ${least.count} a page${least.counted ? ', counted' : ''}`,
    `as one who may read of ${String(sight.usagers)}, refusals ${sight.refusal}, ${refusing} refusing everything`,
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
      const sight = sights[at % sights.length]!;
      await write(resources);
      const asked = await firstWrong(sight, resources, questions.slice(at * searches, (at + 1) * searches));
      if (asked) expect.fail(await told(sight, resources, asked));
    }
  }, 300_000);
});
