import type { Query } from '@continuum/record-database';
import type { Belonging } from './belonging.ts';
import type { Row } from './row.ts';
import { run } from './statement.ts';

/**
 * The statements that write the record. They see every row, whoever asks, because collection goes on regardless
 * of a refusal: nothing they read may be shown.
 */

/** A row as it stands, with what its next version must not forget. */
export interface Standing extends Row {
  collected: Date | null;
}

export interface Incoming extends Standing {
  date: Date | null;
  tokens: readonly string[];
  found: object;
  deposit: string | null;
}

export interface Key {
  type: string;
  id: string;
}

export const keyOf = ({ type, id }: Key): string => `${type}/${id}`;

const columns =
  'owner, type, id, version, updated, domain, collected, date, others, deleted, tokens, found, deposit, body';
const standingColumns = 'owner, type, id, version, updated, domain, collected, others, deleted, body';
const keptColumns = 'owner, type, id, version, updated, domain, collected, others, deleted, deposit, body';

const incoming = `SELECT owner, type, id, version, updated, domain, collected, date, others::text[], deleted,
    tokens::bigint[], found, deposit, body
  FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::text[], $7::timestamptz[],
    $8::timestamptz[], $9::text[], $10::boolean[], $11::text[], $12::jsonb[], $13::uuid[], $14::text[])
    AS t (${columns})`;

const insert = `INSERT INTO record.resource (${columns}) ${incoming}`;

/** The version in place goes to the history; a row that changes owner leaves its place. */
const replace = `WITH incoming AS (${incoming}),
  kept AS (INSERT INTO record.version (${keptColumns})
    SELECT ${keptColumns.replaceAll(/\w+/g, 'r.$&')} FROM record.resource r JOIN incoming i USING (type, id)),
  left_behind AS (DELETE FROM record.resource r USING incoming i
    WHERE r.type = i.type AND r.id = i.id AND r.owner <> i.owner)
INSERT INTO record.resource (${columns}) SELECT ${columns} FROM incoming
ON CONFLICT (type, id, owner) DO UPDATE SET (version, updated, domain, collected, date, others, deleted, tokens,
  found, deposit, body, changed) = (EXCLUDED.version, EXCLUDED.updated, EXCLUDED.domain, EXCLUDED.collected,
  EXCLUDED.date, EXCLUDED.others, EXCLUDED.deleted, EXCLUDED.tokens, EXCLUDED.found, EXCLUDED.deposit, EXCLUDED.body,
  EXCLUDED.changed)`;

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

const columnsOf = (rows: readonly Incoming[]): unknown[] => [
  rows.map(r => r.owner),
  rows.map(r => r.type),
  rows.map(r => r.id),
  rows.map(r => r.version),
  rows.map(r => r.updated),
  rows.map(r => r.domain),
  rows.map(r => r.collected),
  rows.map(r => r.date),
  rows.map(r => arrayLiteral(r.others)),
  rows.map(r => r.deleted),
  rows.map(r => `{${r.tokens.join(',')}}`),
  rows.map(r => jsonb(r.found)),
  rows.map(r => r.deposit),
  rows.map(r => r.body),
];

/** Writes all rows in one statement. Rows that replace a version must have been locked. */
export async function writeRows(db: { query: Query }, rows: readonly Incoming[]): Promise<void> {
  if (rows.length === 0) return;
  const fresh = rows.every(row => row.version === 1);
  await run(db, fresh ? insert : replace, { values: columnsOf(rows) });
}

const locking = (columns: string, lock: 'UPDATE' | 'SHARE'): string => `SELECT ${columns} FROM record.resource
  WHERE (type, id) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY type, id FOR ${lock}`;

const lockEach = `SELECT pg_advisory_xact_lock(hashtextextended(key, 0))
  FROM (SELECT key, pg_advisory_xact_lock_shared(0) FROM unnest($1::text[]) key ORDER BY key) k`;

const lockAlone = 'SELECT pg_advisory_xact_lock(0)';

/** PostgreSQL holds some thousands of locks for all together: a writer of more ids than this waits to be alone. */
const lockedEach = 500;

/** Nobody else makes what is not there under those ids, until the end of the transaction. */
async function lockAbsence(db: { query: Query }, keys: readonly Key[]): Promise<void> {
  if (keys.length > lockedEach) await run(db, lockAlone, { values: [] });
  else await run(db, lockEach, { values: [keys.map(keyOf)] });
}

const presentAmong = `SELECT type, id FROM record.resource
  WHERE (type, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;

const idsOf = (keys: readonly Key[]): unknown[] => [keys.map(k => k.type), keys.map(k => k.id)];

/** Locks those that are there, and gives those that were not found. */
async function lockPresent<Row extends Key>(
  db: { query: Query },
  keys: readonly Key[],
  text: string,
  into: Map<string, Row>,
): Promise<Key[]> {
  for (const row of await run<Row>(db, text, { values: idsOf(keys) })) into.set(keyOf(row), row);
  return keys.filter(key => !into.has(keyOf(key)));
}

/** Locks what stands under those ids, and the absence of what does not, until the end of the transaction. */
async function lockAll<Row extends Key>(
  db: { query: Query },
  keys: readonly Key[],
  text: string,
): Promise<Map<string, Row>> {
  const found = new Map<string, Row>();
  if (keys.length === 0) return found;
  let unseen = await lockPresent(db, keys, text, found);
  if (unseen.length > 0) await lockAbsence(db, unseen);
  while (unseen.length > 0) {
    // Each statement has a new snapshot. Under the lock nothing is made; but a row that another writer moves to
    // another owner while we wait for it is not found under its old one: it is looked for again.
    const present = await run<Key>(db, presentAmong, { values: idsOf(unseen) });
    unseen = present.length > 0 ? await lockPresent(db, present, text, found) : [];
  }
  return found;
}

/**
 * What stands under those ids, by `Type/id`, locked until the end of the transaction, so that two writers of one
 * id make consecutive versions.
 */
export const lockRows = (db: { query: Query }, keys: readonly Key[]): Promise<Map<string, Standing>> =>
  lockAll<Standing>(db, keys, locking(standingColumns, 'UPDATE'));

const belongingColumns = 'type, id, owner, others, domain, collected';

/** The belonging of one resource, as it is now. */
export async function belongingNow(db: { query: Query }, { type, id }: Key): Promise<Belonging | undefined> {
  const text = `SELECT ${belongingColumns} FROM record.resource WHERE type = $1 AND id = $2`;
  return (await run<Belonging>(db, text, { values: [type, id] }))[0];
}

function toKey(reference: string): Key {
  const [type = '', id = ''] = reference.split('/');
  return { type, id };
}

/**
 * The belongings of what other resources refer to, by `Type/id`, held as they are until the end of the
 * transaction: also the absence of what is not there yet, since whoever makes it looks for its dependents.
 */
export const belongingsOf = (
  tx: { query: Query },
  references: readonly string[],
): Promise<Map<string, Belonging & Key>> =>
  lockAll<Belonging & Key>(tx, references.map(toKey), locking(belongingColumns, 'SHARE'));

/** A row whose belonging comes from others, with the content it was computed from. */
export interface Dependent extends Belonging, Key {
  body: string;
}

const dependentKeys = 'SELECT type, id FROM record.resource WHERE tokens && $1::bigint[]';

const dependents = `SELECT r.type, r.id, r.owner, r.others, r.domain, r.collected,
    CASE WHEN r.deleted THEN v.body ELSE r.body END AS body
  FROM record.resource r
  LEFT JOIN record.version v ON v.type = r.type AND v.id = r.id AND v.version = r.version - 1
  WHERE (r.type, r.id) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY r.type, r.id FOR UPDATE OF r`;

/** Rows that have one of those tokens of inheritance, locked. */
export async function dependentsOf(tx: { query: Query }, tokens: readonly string[]): Promise<Dependent[]> {
  const keys = await run<Key>(tx, dependentKeys, { values: [`{${tokens.join(',')}}`] });
  return [...(await lockAll<Dependent>(tx, keys, dependents)).values()];
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
    ...idsOf(rows),
    rows.map(r => r.owner),
    rows.map(r => arrayLiteral(r.others)),
    rows.map(r => r.domain),
    rows.map(r => r.collected),
  ];
  await run(tx, move, { values });
}

const foreign = `SELECT v.type, v.id FROM unnest($1::text[], $2::text[], $3::int[]) AS c (type, id, version)
  JOIN record.version v ON v.type = c.type AND v.id = c.id AND v.version = c.version - 1
  LEFT JOIN record.deposit d ON d.id = v.deposit
  WHERE d.source IS DISTINCT FROM $4 AND NOT v.deleted`;

/** Of resources just changed in this transaction, those whose version before came from another source. */
export function foreignTo(
  tx: { query: Query },
  changed: readonly (Key & { version: number })[],
  source: string,
): Promise<Key[]> {
  const values = [changed.map(c => c.type), changed.map(c => c.id), changed.map(c => c.version), source];
  return run<Key>(tx, foreign, { values });
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
