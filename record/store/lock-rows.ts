import { type Query, statement } from '@continuum/record-database';
import type { Domain, Sight } from '@continuum/trust-access';
import type { Belonging } from './belonging.ts';
import { type Key, keyOf, type Row, rowColumns, type Standing, toHeld } from './row.ts';
import { run } from './statement.ts';
import type { Held } from './stored.ts';
import { visible } from './visible.ts';

/**
 * The statements that write the record. They see every row, whoever asks, because collection goes on regardless
 * of a refusal: nothing they read may be shown.
 */

const standingColumns = 'owner, type, id, version, updated, domain, collected, others, deleted, body';

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

/** Two keys, for one key is that of an id, and (1, …) that of somebody who registers. */
const turn = 'SELECT pg_advisory_xact_lock(2, 0)';

/** Until the end of the transaction nobody else has the turn: for those that a deadlock sent back. */
export async function takeTurn(tx: { query: Query }): Promise<void> {
  await run(tx, turn, { values: [] });
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

/** Whose resources are looked for: not of that source, not of the domains that several sources keep. */
export interface Elsewhere {
  source: string;
  shared: readonly Domain[];
}

/**
 * Of what stands under those ids, deleted or not: what another source sent and the sight does not see. For
 * decisions of the gate about rows that the transaction has locked; never for an answer.
 */
export async function foreignUnseen(
  tx: { query: Query },
  sight: Sight,
  now: Date,
  keys: readonly Key[],
  { source, shared }: Elsewhere,
): Promise<Held[]> {
  const s = statement();
  const types = s.param(
    keys.map(({ type }) => type),
    'text[]',
  );
  const ids = s.param(
    keys.map(({ id }) => id),
    'text[]',
  );
  const text = `SELECT ${rowColumns('r')} FROM unnest(${types}, ${ids}) AS k (type, id)
    JOIN record.resource r ON r.type = k.type AND r.id = k.id
    LEFT JOIN record.deposit d ON d.id = r.deposit
    WHERE d.source IS DISTINCT FROM ${s.param(source, 'text')} AND r.domain <> ALL (${s.param(shared, 'text[]')})
      AND NOT EXISTS (SELECT FROM ${visible(sight, now, s).current('v')} WHERE v.type = r.type AND v.id = r.id)`;
  return (await run<Row>(tx, text, s)).map(toHeld);
}
