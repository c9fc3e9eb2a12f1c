import { randomUUID } from 'node:crypto';
import type { Pool } from '@continuum/record-database';

/** A row as PostgreSQL writes it in one text, with the id that is replaced each time it is written. */
interface Row {
  id: string;
  row: string;
}

/** What one deposit left. */
export interface DepositRows {
  deposit: Row;
  resources: Row[];
}

/** What raw statements are measured with. */
export interface Raw {
  record: Pool;
  /** A line of the journal, as text. */
  line: string;
}

const rowsOf = (table: string, at: number): string =>
  `INSERT INTO bench.${table} SELECT (t.r).* FROM (SELECT x::bench.${table} AS r FROM unnest($${at}::text[]) x OFFSET 0) t`;

// A journal entry for each: the bytes of a real one under a new id.
const lineOf = (at: number): string => `INSERT INTO bench.journal (id, at, usager, actor, entry, leaf)
  SELECT gen_random_uuid(), now(), (t.j).usager, (t.j).actor, (t.j).entry, (t.j).leaf
  FROM (SELECT $${at}::record.journal AS j OFFSET 0) t`;

const lineText = lineOf(1);
const writeText = `WITH d AS (${rowsOf('deposit', 1)}), r AS (${rowsOf('resource', 2)}) ${lineOf(3)}`;
const updateText = `WITH old AS (SELECT r.* FROM bench.resource r WHERE type = $4 AND id = $5 FOR UPDATE),
  kept AS (INSERT INTO bench.version (owner, type, id, version, updated, domain, collected, others, deleted, deposit, body)
    SELECT owner, type, id, version, updated, domain, collected, others, deleted, deposit, body FROM old),
  new AS (UPDATE bench.resource r SET version = r.version + 1, updated = now(), tokens = old.tokens, found = old.found,
    body = old.body FROM old WHERE r.type = old.type AND r.id = old.id AND r.owner = old.owner),
  d AS (${rowsOf('deposit', 1)}), p AS (${rowsOf('resource', 2)}) ${lineOf(3)}`;

/** Takes a line of the journal for the raw statements to write. */
export async function openRaw(record: Pool): Promise<Raw> {
  const [found] = await record.query<{ line: string }>(
    'SELECT j::text AS line FROM record.journal j WHERE usager IS NOT NULL LIMIT 1',
  );
  return { record, line: found!.line };
}

/** Empties what was written raw, so that each run writes into the same emptiness. */
export const emptyRaw = ({ record }: Raw): Promise<unknown> => record.query('SELECT bench.empty_raw()');

/** The rows of the latest deposits of a source that left so many resources, the first of them of that type. */
export function rowsOfDeposits(
  record: Pool,
  source: string,
  type: string,
  resources: number,
): Promise<DepositRows[]> {
  return record.query<DepositRows>(
    `SELECT jsonb_build_object('id', d.id, 'row', d::text) AS deposit, r.rows AS resources
     FROM (SELECT * FROM record.deposit WHERE source = $1 AND state = 'stored' AND result->>0 LIKE $2
         AND jsonb_array_length(result) = $3 ORDER BY received DESC LIMIT 100) d
     CROSS JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'row', r::text)) AS rows
       FROM jsonb_array_elements_text(d.result) e
       JOIN record.resource r ON r.type = split_part(e, '/', 1) AND r.id = split_part(e, '/', 2)) r
     WHERE r.rows IS NOT NULL`,
    [source, `${type}/%`, resources],
  );
}

const anew = ({ id, row }: Row): string => row.replaceAll(id, randomUUID());

/** One durable statement: the original, the resources, the line of the journal. */
export const writeRows = ({ record, line }: Raw, { deposit, resources }: DepositRows): Promise<unknown> =>
  record.query(writeText, [[anew(deposit)], resources.map(anew), line], 'raw-write');

/** One durable statement: the version before, the new one, the original, the Provenance, the line. */
export function updateRows(raw: Raw, { deposit, resources }: DepositRows, id: string): Promise<unknown> {
  const values = [[anew(deposit)], resources.slice(1).map(anew), raw.line, 'Observation', id];
  return raw.record.query(updateText, values, 'raw-update');
}

/** Puts a resource where `updateRows` finds it. */
export const placeRow = ({ record }: Raw, { row, id }: Row, as: string): Promise<unknown> =>
  record.query(rowsOf('resource', 1), [[row.replaceAll(id, as)]]);

/** Reads bodies by a statement, and writes the durable line that an answer owes. */
export async function readBodies(
  { record, line }: Raw,
  text: string,
  values: readonly unknown[],
  name: string,
): Promise<number> {
  const rows = await record.query<{ body: string }>(text, values, name);
  await record.query(lineText, [line], 'raw-line');
  if (rows.length === 0) throw new Error(`${name} found nothing.`);
  return rows.length;
}
