import { type Query, type Statement, statement, textColumn } from '@continuum/record-database';
import type { Belonging } from './belonging.ts';
import type { Incoming, Key } from './row.ts';
import { run } from './statement.ts';

/** A row with the job that it is part of, and the version that it replaces: 0 for what is new. */
export interface Placed {
  row: Incoming;
  job: number;
  expected: number;
}

const columns =
  'owner, type, id, version, updated, domain, collected, date, others, deleted, tokens, found, deposit, body';
const keptColumns = 'owner, type, id, version, updated, domain, collected, others, deleted, deposit, body';

const of = (alias: string, names: string): string => names.replaceAll(/\w+/g, `${alias}.$&`);

/** Ids, words and numbers only: nothing here needs escaping but the quotes. */
const arrayLiteral = (items: readonly string[] | null): string | null =>
  items && `{${items.map(item => `"${item}"`).join(',')}}`;

/** What JSON can say and `jsonb` cannot keep: U+0000 and halves of characters. */
const unkept = /\\u(?:0000|d[89a-f])/i;

const mend = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value;

/** JSON that `jsonb` can keep. */
export function jsonb(value: object): string {
  const text = JSON.stringify(value);
  return unkept.test(text) ? JSON.stringify(value, mend) : text;
}

const moment = (date: Date | null): string | null => date?.toISOString() ?? null;

/** A SELECT of the rows, with `job` and `expected`. */
function incoming(s: Statement, placed: readonly Placed[]): string {
  const column = (of: (row: Incoming) => string | null) =>
    textColumn(
      s,
      placed.map(({ row }) => of(row)),
    );
  const numbers = (of: (one: Placed) => number) => s.param(placed.map(of), 'int[]');
  const values = [
    column(r => r.owner),
    column(r => r.type),
    column(r => r.id),
    numbers(({ row }) => row.version),
    `${column(r => r.updated.toISOString())}::timestamptz[]`,
    column(r => r.domain),
    `${column(r => moment(r.collected))}::timestamptz[]`,
    `${column(r => moment(r.date))}::timestamptz[]`,
    column(r => arrayLiteral(r.others)),
    s.param(
      placed.map(({ row }) => row.deleted),
      'boolean[]',
    ),
    column(r => `{${r.tokens.join(',')}}`),
    column(r => jsonb(r.found)),
    `${column(r => r.deposit)}::uuid[]`,
    column(r => r.body),
    numbers(({ job }) => job),
    numbers(({ expected }) => expected),
  ];
  // The text of a single empty body is an empty array.
  return `SELECT owner, type, id, version, updated, domain, collected, date, others::text[] AS others, deleted,
      tokens::bigint[] AS tokens, found::jsonb AS found, deposit, coalesce(body, '') AS body, job, expected
    FROM unnest(${values.join(',\n      ')}) AS t (${columns}, job, expected)`;
}

const newValues = `(version, updated, domain, collected, date, others, deleted, tokens, found, deposit, body, changed)`;

/** Writes rows that are all new, and nothing else. */
export const insertRows = (s: Statement, placed: readonly Placed[]): string =>
  `INSERT INTO record.resource (${columns}) SELECT ${columns} FROM (${incoming(s, placed)}) i`;

/** The version in place goes to the history; a row that changes owner leaves its place. */
const replaceRows = (
  s: Statement,
  placed: readonly Placed[],
): string => `WITH incoming AS (${incoming(s, placed)}),
  kept AS (INSERT INTO record.version (${keptColumns})
    SELECT ${of('r', keptColumns)} FROM record.resource r JOIN incoming i USING (type, id)),
  left_behind AS (DELETE FROM record.resource r USING incoming i
    WHERE r.type = i.type AND r.id = i.id AND r.owner <> i.owner)
INSERT INTO record.resource (${columns}) SELECT ${columns} FROM incoming
ON CONFLICT (type, id, owner) DO UPDATE SET ${newValues} = (EXCLUDED.version, EXCLUDED.updated, EXCLUDED.domain,
  EXCLUDED.collected, EXCLUDED.date, EXCLUDED.others, EXCLUDED.deleted, EXCLUDED.tokens, EXCLUDED.found,
  EXCLUDED.deposit, EXCLUDED.body, EXCLUDED.changed)`;

/**
 * Tables that write the rows of those jobs whose every expected version still stands, in its owner's place: each
 * job whole or not at all. `failed` has the jobs that wrote nothing. Another writer of the same row is waited
 * for, and the version looked at again then.
 */
export const guardedTables = (s: Statement, placed: readonly Placed[]): string[] => [
  `incoming AS MATERIALIZED (${incoming(s, placed)})`,
  `held AS MATERIALIZED (SELECT ${of('r', keptColumns)}, i.job FROM incoming i
    JOIN record.resource r ON r.type = i.type AND r.id = i.id AND r.owner = i.owner AND r.version = i.expected
    ORDER BY r.type, r.id FOR UPDATE OF r)`,
  `failed AS MATERIALIZED (SELECT DISTINCT i.job FROM incoming i
    WHERE i.expected > 0 AND NOT EXISTS (SELECT FROM held h WHERE h.type = i.type AND h.id = i.id))`,
  `kept AS (INSERT INTO record.version (${keptColumns}) SELECT ${keptColumns} FROM held
    WHERE job NOT IN (SELECT job FROM failed))`,
  `changed AS (UPDATE record.resource r SET ${newValues} = (i.version, i.updated, i.domain, i.collected, i.date,
      i.others, i.deleted, i.tokens, i.found, i.deposit, i.body, pg_current_xact_id()) FROM incoming i
    WHERE i.expected > 0 AND r.type = i.type AND r.id = i.id AND r.owner = i.owner
      AND i.job NOT IN (SELECT job FROM failed))`,
  `made AS (INSERT INTO record.resource (${columns}) SELECT ${columns} FROM incoming
    WHERE expected = 0 AND job NOT IN (SELECT job FROM failed))`,
];

/** Writes all rows in one statement. Rows that replace a version must have been locked. */
export async function writeRows(db: { query: Query }, rows: readonly Incoming[]): Promise<void> {
  if (rows.length === 0) return;
  const fresh = rows.every(row => row.version === 1);
  const s = statement();
  const placed = rows.map(row => ({ row, job: 0, expected: 0 }));
  await run(db, fresh ? insertRows(s, placed) : replaceRows(s, placed), s);
}

const movedColumns = 'version, updated, date, deleted, tokens, found, deposit, body';

/** A new owner is a new place (the distribution column), so the row is taken out and put there. */
const move = `WITH place AS (SELECT type, id, owner, others::text[], domain, collected
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
    AS t (type, id, owner, others, domain, collected)),
  taken AS (DELETE FROM record.resource r USING place p WHERE r.type = p.type AND r.id = p.id RETURNING r.*)
INSERT INTO record.resource (type, id, owner, others, domain, collected, ${movedColumns})
SELECT p.type, p.id, p.owner, p.others, p.domain, p.collected, ${movedColumns.replaceAll(/\w+/g, 't.$&')}
FROM taken t JOIN place p USING (type, id)`;

/** Gives rows, which must be locked, another belonging; their version stays. */
export async function moveRows(tx: { query: Query }, rows: readonly (Key & Belonging)[]): Promise<void> {
  const values = [
    rows.map(r => r.type),
    rows.map(r => r.id),
    rows.map(r => r.owner),
    rows.map(r => arrayLiteral(r.others)),
    rows.map(r => r.domain),
    rows.map(r => r.collected),
  ];
  await run(tx, move, { values });
}

const relabel = `UPDATE record.resource SET body = $3, tokens = $4::bigint[], found = $5::jsonb, changed = DEFAULT
  WHERE type = $1 AND id = $2`;

/** Gives a row, which must be locked, other labels in its current version, and what searches find it by. */
export async function relabelRow(
  tx: { query: Query },
  { type, id }: Key,
  { body, tokens, found }: Pick<Incoming, 'body' | 'tokens' | 'found'>,
): Promise<void> {
  await run(tx, relabel, { values: [type, id, body, `{${tokens.join(',')}}`, jsonb(found)] });
}
