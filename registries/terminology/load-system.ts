import type { Pool, Tx } from '@continuum/record-database';
import type { Concept, SystemHead } from './concept.ts';

type Service = Pick<Pool, 'query' | 'transaction'>;

/** One load of one code system: what a complete one did not see is taken away at its end. */
export interface Load {
  system: number;
  load: number;
}

const upsertSystem = `INSERT INTO service.term_system (url, version, name, content, source)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (url) DO UPDATE SET version = $2, name = $3, content = $4, source = $5, loaded = NULL RETURNING id`;

/** Begins a load, or begins it again: rerunning one that was broken off completes it. */
export async function beginLoad(db: { query: Tx['query'] }, head: SystemHead): Promise<Load> {
  const values = [head.url, head.version ?? null, head.name, head.content, head.source];
  const [row] = await db.query<{ id: number }>(upsertSystem, values);
  return { system: row!.id, load: Date.now() };
}

const upsertConcepts = `INSERT INTO service.term_concept
    (system, code, display, active, abstract, definition, properties, words, load)
  SELECT $1, c.code, c.display, c.active, c.abstract, c.definition, c.properties,
    to_tsvector('simple', service.term_fold(c.code || ' ' || c.said)), $2
  FROM unnest($3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::text[], $8::jsonb[], $9::text[])
    AS c (code, display, active, abstract, definition, properties, said)
  ON CONFLICT (system, code) DO UPDATE SET (display, active, abstract, definition, properties, words, load) =
    (EXCLUDED.display, EXCLUDED.active, EXCLUDED.abstract, EXCLUDED.definition, EXCLUDED.properties, EXCLUDED.words,
     EXCLUDED.load)`;

const upsertDesignations = `INSERT INTO service.term_designation (system, code, key, language, use, value, load)
  SELECT $1, d.code, d.key, d.language, d.use, d.value, $2
  FROM unnest($3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[]) AS d (code, key, language, use, value)
  ON CONFLICT (system, code, key) DO UPDATE SET (language, use, value, load) =
    (EXCLUDED.language, EXCLUDED.use, EXCLUDED.value, EXCLUDED.load)`;

const upsertParents = `INSERT INTO service.term_parent (system, code, parent, load)
  SELECT $1, p.code, p.parent, $2 FROM unnest($3::text[], $4::text[]) AS p (code, parent)
  ON CONFLICT (system, code, parent) DO UPDATE SET load = EXCLUDED.load`;

/** Every code once: the last line of a batch that repeats one counts. */
const lastOfEach = <T extends { code: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map(item => [item.code, item])).values(),
];

const saidOf = ({ display, designations = [] }: Concept): string =>
  [display, ...designations.map(({ value }) => value)].join(' ');

export interface LoadedDesignation {
  code: string;
  key: string;
  language?: string | undefined;
  use?: object | undefined;
  value: string;
}

/** Writes designations that come on their own. */
export async function writeDesignations(
  tx: Tx,
  { system, load }: Load,
  given: readonly LoadedDesignation[],
): Promise<void> {
  const rows = [...new Map(given.map(row => [`${row.code} ${row.key}`, row])).values()];
  if (rows.length === 0) return;
  await tx.query(upsertDesignations, [
    system,
    load,
    rows.map(({ code }) => code),
    rows.map(({ key }) => key),
    rows.map(({ language }) => language ?? null),
    rows.map(({ use }) => (use ? JSON.stringify(use) : null)),
    rows.map(({ value }) => value),
  ]);
}

/** Writes parents that come on their own. */
export async function writeParents(
  tx: Tx,
  { system, load }: Load,
  given: readonly { code: string; parent: string }[],
): Promise<void> {
  const rows = [...new Map(given.map(row => [`${row.code} ${row.parent}`, row])).values()];
  if (rows.length === 0) return;
  await tx.query(upsertParents, [
    system,
    load,
    rows.map(({ code }) => code),
    rows.map(({ parent }) => parent),
  ]);
}

/** Writes a batch of concepts with their designations and parents. */
export async function writeConcepts(tx: Tx, load: Load, given: readonly Concept[]): Promise<void> {
  const concepts = lastOfEach(given);
  if (concepts.length === 0) return;
  await tx.query(upsertConcepts, [
    load.system,
    load.load,
    concepts.map(({ code }) => code),
    concepts.map(({ display }) => display),
    concepts.map(({ active = true }) => active),
    concepts.map(({ abstract = false }) => abstract),
    concepts.map(({ definition }) => definition ?? null),
    concepts.map(({ properties = {} }) => JSON.stringify(properties)),
    concepts.map(saidOf),
  ]);
  await writeDesignations(
    tx,
    load,
    concepts.flatMap(({ code, designations = [] }) =>
      designations.map((each, place) => ({ ...each, code, key: each.key ?? String(place) })),
    ),
  );
  await writeParents(
    tx,
    load,
    concepts.flatMap(({ code, parents = [] }) => parents.map(parent => ({ code, parent }))),
  );
}

const unseen = ['term_concept', 'term_designation', 'term_parent'].map(
  table => `DELETE FROM service.${table} WHERE system = $1 AND load <> $2`,
);

/** A cycle ends where it closes: UNION keeps each pair once. */
const close = `INSERT INTO service.term_closure (system, ancestor, descendant)
  WITH RECURSIVE up AS (
    SELECT c.code AS descendant, c.code AS ancestor FROM service.term_concept c WHERE c.system = $1
    UNION SELECT u.descendant, p.parent FROM up u JOIN service.term_parent p ON p.system = $1 AND p.code = u.ancestor)
  SELECT $1, ancestor, descendant FROM up`;

const isHierarchical = 'SELECT EXISTS (SELECT FROM service.term_parent WHERE system = $1) AS yes';

/** Ends a complete load: what it did not see goes, and the closure is made anew. */
export async function endLoad(tx: Tx, { system, load }: Load): Promise<void> {
  await tx.query('SET LOCAL statement_timeout = 0');
  for (const text of unseen) await tx.query(text, [system, load]);
  await tx.query('DELETE FROM service.term_closure WHERE system = $1', [system]);
  const [hierarchy] = await tx.query<{ yes: boolean }>(isHierarchical, [system]);
  if (hierarchy!.yes) await tx.query(close, [system]);
  await tx.query('UPDATE service.term_system SET loaded = now() WHERE id = $1', [system]);
}

/** How many concepts one transaction writes. */
export const batchSize = 2_000;

/** Batches of a stream. */
export async function* batches<T>(source: AsyncIterable<T>, size = batchSize): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of source) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What a long load says while it goes on. */
export type Progress = (line: string) => void;

/** Loads a code system whose concepts come as a stream, one transaction a batch. Gives how many. */
export async function loadStream(
  service: Service,
  head: SystemHead,
  concepts: AsyncIterable<Concept>,
  say: Progress,
): Promise<number> {
  const load = await beginLoad(service, head);
  let count = 0;
  for await (const batch of batches(concepts)) {
    await service.transaction(tx => writeConcepts(tx, load, batch));
    count += batch.length;
    say(`${head.name}: ${count} concepts…`);
  }
  await service.transaction(tx => endLoad(tx, load));
  await service.query('ANALYZE service.term_concept').catch(() => undefined);
  return count;
}
