import type { Pool } from '@continuum/record-database';
import type { JournalEntry } from '@continuum/trust-audit';

/** A stretch of the tree: `count` leaves from number `from` on. */
export interface Stretch {
  from: number;
  count: number;
  /** Only entries of actors whose reference begins so: `Practitioner/`. */
  actors: string;
}

export interface InOrder {
  entries: { seq: number; entry: JournalEntry }[];
  /** Where the next stretch begins: `from` again when nothing is numbered beyond. */
  next: number;
}

const mostLeaves = 1_000;

// Numbers have no gap: what is beyond the last one is not there yet.
const stretchText = `
  WITH leaves AS MATERIALIZED (
    SELECT seq, entry FROM record.journal_leaf WHERE seq >= $1 AND seq < $1::bigint + $2 ORDER BY seq)
  SELECT l.seq, CASE WHEN starts_with(j.actor, $3) THEN j.entry END AS entry
    FROM leaves l LEFT JOIN record.journal j ON j.id = l.entry ORDER BY l.seq`;

/** Entries in the order of the tree, a stretch at a time: nothing that is committed late is missed. */
export async function inOrder(pool: Pool, { from, count, actors }: Stretch): Promise<InOrder> {
  const values = [from, Math.min(count, mostLeaves), actors];
  const rows = await pool.query<{ seq: number; entry: string | null }>(
    stretchText,
    values,
    'journal-in-order',
  );
  const entries = rows.flatMap(({ seq, entry }) =>
    entry === null ? [] : [{ seq, entry: JSON.parse(entry) as JournalEntry }],
  );
  return { entries, next: rows.length === 0 ? from : rows.at(-1)!.seq + 1 };
}

/** What an actor did between two moments, the second not included. */
export interface ActorSpan {
  actor: string;
  from: Date;
  to: Date;
}

/** Entries that are read of one span at most: nobody does more in a day by hand. */
const mostOfOne = 5_000;

const spansText = `
  SELECT j.entry FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS k (actor, since, until)
   CROSS JOIN LATERAL (SELECT entry FROM record.journal
     WHERE actor = k.actor AND at >= k.since AND at < k.until ORDER BY at, id LIMIT ${mostOfOne}) j`;

/** Everything that these actors did in their spans, numbered yet or not. */
export async function ofActors(pool: Pool, spans: readonly ActorSpan[]): Promise<JournalEntry[]> {
  const values = [spans.map(({ actor }) => actor), spans.map(({ from }) => from), spans.map(({ to }) => to)];
  const rows = await pool.query<{ entry: string }>(spansText, values, 'journal-of-actors');
  return rows.map(({ entry }) => JSON.parse(entry));
}

/**
 * The stretch of the tree in which the entries between two moments lie, and few others. An entry is numbered after its
 * moment: within the pass of the sequencer before which a head was signed.
 */
const extentText = `
  SELECT coalesce((SELECT size FROM record.journal_head WHERE at <= $1 ORDER BY size DESC LIMIT 1), 0)::bigint AS first,
    coalesce((SELECT size FROM record.journal_head WHERE at > $2::timestamptz + interval '10 minutes' ORDER BY size LIMIT 1),
      (SELECT max(size) FROM record.journal_head), 0)::bigint AS after`;

export async function extentOf(pool: Pool, from: Date, to: Date): Promise<{ first: number; after: number }> {
  const [row] = await pool.query<{ first: number; after: number }>(extentText, [from, to], 'journal-extent');
  return row!;
}

/** How many of these entries are in that usager’s list. */
export async function countOf(pool: Pool, usager: string, ids: readonly string[]): Promise<number> {
  const text =
    'SELECT count(*)::int AS count FROM record.journal WHERE usager = $1 AND id = ANY ($2::uuid[])';
  const [row] = await pool.query<{ count: number }>(text, [usager, ids], 'journal-count-of');
  return row!.count;
}
