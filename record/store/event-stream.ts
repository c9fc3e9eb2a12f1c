import { type Pool, type Query, type Statement, statement, type Tx } from '@continuum/record-database';
import type { Domain, Sight } from '@continuum/trust-access';
import { type Row, rowColumns, toHeld } from './row.ts';
import { allOf } from './search/scope.ts';
import { selection, selectionScope } from './selection.ts';
import { run } from './statement.ts';
import type { Held } from './stored.ts';
import { visible } from './visible.ts';

/** The changes that a stream follows: of one type, of a domain of it, that a search selects. */
export interface StreamQuery {
  id: string;
  type: string;
  domain?: Domain;
  /** `code=x&status=y`. */
  search: string;
}

/** What a subscriber is told; without `held` when it may not be seen any more. */
export interface StreamEvent {
  number: number;
  at: Date;
  held?: Held;
}

interface Place {
  transaction: string;
  after: string;
  events: number;
}

const cluster = '(SELECT system_identifier::text FROM pg_control_system())';
const ended = 'pg_snapshot_xmin(pg_current_snapshot())';

/** Begins at this moment: what is committed from now on is followed. Again, it changes nothing. */
export async function openStream(db: Pool, id: string): Promise<void> {
  await db.query(
    `INSERT INTO record.event_stream (id, transaction, cluster) SELECT $1, ${ended}, ${cluster}
     ON CONFLICT DO NOTHING`,
    [id],
  );
}

/** Forgets a stream and what it told. */
export async function closeStream(db: Pool, id: string): Promise<void> {
  await db.transaction(async ({ query }) => {
    await query('DELETE FROM record.event_stream WHERE id = $1', [id]);
    await query('DELETE FROM record.stream_event WHERE stream = $1', [id]);
  });
}

/** Its place, locked. In a restored copy, whose transactions begin anew, it goes on from now. */
async function placeOf({ query }: Tx, id: string): Promise<Place | undefined> {
  const [place] = await query<Place>(
    `SELECT CASE WHEN cluster = ${cluster} THEN transaction ELSE ${ended} END::text AS transaction, after, events
     FROM record.event_stream WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return place;
}

type Change = Row & { changed: string };

/** Visible changes after a place, oldest first; each version once. */
function changesText(
  { id, type, domain, search }: StreamQuery,
  { transaction, after }: Place,
  horizon: string,
  limit: number,
  sees: { sight: Sight; now: Date; s: Statement },
): string {
  const { s, sight, now } = sees;
  const scope = selectionScope(sight, now, s, type);
  const [from, to] = [s.param(transaction, 'text'), s.param(horizon, 'text')];
  const where = [
    `r.type = ${s.param(type, 'text')}`,
    ...(domain ? [`r.domain = ${s.param(domain, 'text')}`] : []),
    `r.changed >= ${from}::xid8 AND r.changed < ${to}::xid8`,
    `(r.changed > ${from}::xid8 OR r.id > ${s.param(after, 'text')})`,
    // A row that follows another into somebody else's record is written again at the same version.
    `NOT EXISTS (SELECT FROM record.stream_event e WHERE e.stream = ${s.param(id, 'text')}
       AND e.type = r.type AND e.id = r.id AND e.version >= r.version)`,
    selection(scope, search),
  ];
  return `SELECT ${rowColumns('r')}, r.changed::text AS changed FROM ${scope.see.live('r')}
    WHERE ${allOf(where)} ORDER BY r.changed, r.id LIMIT ${s.param(limit, 'int')}`;
}

/** The place is kept when it matters: each time something is told, and now and then. */
const farEnough = 1_000n;

async function moveTo({ query }: Tx, id: string, place: Place): Promise<void> {
  await query(
    `UPDATE record.event_stream SET transaction = $2::text::xid8, after = $3, events = $4, cluster = ${cluster}
     WHERE id = $1`,
    [id, place.transaction, place.after, place.events],
  );
}

const keep = `INSERT INTO record.stream_event (stream, number, type, id, version, at)
  SELECT $1::text, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::int[], $6::timestamptz[])`;

async function horizonOf(query: Query): Promise<string> {
  const [row] = await query<{ ended: string }>(`SELECT ${ended}::text AS ended`);
  return row!.ended;
}

/**
 * Numbers the next visible changes of a stream, `limit` at most. What the sight hides gets no number. To be committed
 * with its journal entries, before anything of it is sent.
 */
export async function takeEvents(
  tx: Tx,
  sight: Sight,
  now: Date,
  stream: StreamQuery,
  limit: number,
): Promise<(StreamEvent & { held: Held })[]> {
  const place = await placeOf(tx, stream.id);
  if (!place) return [];
  const horizon = await horizonOf(tx.query);
  const s = statement();
  const found = await run<Change>(
    tx,
    changesText(stream, place, horizon, limit, { sight, now, s }),
    s,
    false,
  );
  const last = found.length === limit ? found.at(-1) : undefined;
  const next = last ? { transaction: last.changed, after: last.id } : { transaction: horizon, after: '' };
  const events = found.map((row, at) => ({ number: place.events + at + 1, at: now, held: toHeld(row) }));
  if (found.length > 0 || BigInt(horizon) - BigInt(place.transaction) > farEnough)
    await moveTo(tx, stream.id, { ...next, events: place.events + events.length });
  if (events.length > 0)
    await tx.query(keep, [
      stream.id,
      events.map(({ number }) => number),
      events.map(({ held }) => held.type),
      events.map(({ held }) => held.id),
      events.map(({ held }) => held.version),
      events.map(() => now),
    ]);
  return events;
}

/** Which events of a stream: those that the subscriber has not acknowledged, or a range of numbers. */
export type Told = { pending: true } | { from: number; to: number };

type Line = { number: number; at: Date } & { [K in keyof Row]: Row[K] | null };

const isSeen = (line: Line): line is Line & Row => line.type !== null;

/** Events that were numbered, each with its version where the sight lets it be seen now. */
export async function readEvents(
  db: Pool,
  sight: Sight,
  now: Date,
  id: string,
  told: Told,
  limit: number,
): Promise<StreamEvent[]> {
  const s = statement();
  const see = visible(sight, now, s);
  const same = 'r.type = e.type AND r.id = e.id AND r.version = e.version';
  const which =
    'pending' in told
      ? 'NOT acknowledged'
      : `number BETWEEN ${s.param(told.from, 'bigint')} AND ${s.param(told.to, 'bigint')}`;
  const text = `SELECT e.number, e.at, r.* FROM (
      SELECT number, at, type, id, version FROM record.stream_event
      WHERE stream = ${s.param(id, 'text')} AND ${which} ORDER BY number LIMIT ${s.param(limit, 'int')}) e
    LEFT JOIN LATERAL (
      SELECT ${rowColumns('r')} FROM ${see.current('r')} WHERE ${same}
      UNION ALL SELECT ${rowColumns('r')} FROM ${see.replaced('r')} WHERE ${same}) r ON true
    ORDER BY e.number`;
  const rows = await run<Line>(db, text, s, false);
  return rows.map(row => ({ number: row.number, at: row.at, ...(isSeen(row) && { held: toHeld(row) }) }));
}

/** The subscriber has everything up to a number. */
export async function acknowledgeEvents(db: Pool, id: string, upTo: number): Promise<void> {
  const text = `UPDATE record.stream_event SET acknowledged = true
    WHERE stream = $1 AND number <= $2 AND NOT acknowledged`;
  await db.query(text, [id, upTo]);
}

/** Number of the last event of each stream. */
export async function countEvents(db: Pool, ids: readonly string[]): Promise<Map<string, number>> {
  const text = 'SELECT id, events FROM record.event_stream WHERE id = ANY ($1::text[])';
  const rows = await db.query<{ id: string; events: number }>(text, [ids]);
  return new Map(rows.map(({ id, events }) => [id, events]));
}

/** Forgets what was acknowledged before a moment. */
export async function forgetEvents(db: Pool, before: Date): Promise<void> {
  await db.query('DELETE FROM record.stream_event WHERE acknowledged AND at < $1', [before]);
}
