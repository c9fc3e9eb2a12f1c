import type { Pool, Query, Tx } from '@continuum/record-database';
import {
  type CompactRange,
  emptyRange,
  rangeRoot,
  type SignedTreeHead,
  signHead,
  withLeaves,
} from '@continuum/trust-audit';
import { type Head, headColumns, lastHead, toSignedHead } from './head.ts';
import { appendHeads, keptSize } from './heads-file.ts';
import type { JournalKey } from './key.ts';

/** What one pass did. */
export interface Sequenced {
  numbered: number;
  head?: SignedTreeHead;
}

interface Candidate {
  id: string;
  leaf: Buffer;
  transaction: string;
}

interface Horizon {
  cluster: string;
  /** Every transaction before it has ended. */
  ended: string;
  /** No transaction from it on has begun. */
  begun: string;
}

const mostLeaves = 10_000;

/**
 * Entries are numbered by the transaction that wrote them, not by their clock: an entry may be committed
 * after others with a later time. Everything before the oldest running transaction has ended for good, so
 * what is visible before it is all that will ever be there.
 */
async function horizonOf(query: Query): Promise<Horizon> {
  const [horizon] = await query<Horizon>(
    `SELECT (SELECT system_identifier::text FROM pg_control_system()) AS cluster,
            pg_snapshot_xmin(pg_current_snapshot())::text AS ended,
            pg_snapshot_xmax(pg_current_snapshot())::text AS begun`,
  );
  return horizon!;
}

// In a restored copy, transaction numbers begin anew: then everything that has no leaf is a candidate,
// numbers from the other PostgreSQL's future included.
const sameCluster = 'j.transaction >= $1::text::xid8 AND j.transaction < $2::text::xid8';
const otherCluster = '(j.transaction < $2::text::xid8 OR j.transaction >= $1::text::xid8)';

async function candidates(query: Query, last: Head | undefined, horizon: Horizon): Promise<Candidate[]> {
  const same = !last || last.cluster === horizon.cluster;
  const from = same ? (last?.horizon ?? '0') : horizon.begun;
  return query<Candidate>(
    `SELECT j.id, j.leaf, j.transaction::text AS transaction FROM record.journal j
     WHERE ${same ? sameCluster : otherCluster}
       AND NOT EXISTS (SELECT FROM record.journal_leaf l WHERE l.entry = j.id)
     ORDER BY j.transaction, j.at, j.id LIMIT ${mostLeaves}`,
    [from, horizon.ended],
  );
}

async function insertLeaves({ query }: Tx, first: number, found: readonly Candidate[]): Promise<void> {
  const values = [found.map((_, i) => first + i), found.map(({ id }) => id), found.map(({ leaf }) => leaf)];
  await query(
    `INSERT INTO record.journal_leaf (seq, entry, leaf)
     SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])`,
    values,
  );
}

async function insertHead({ query }: Tx, head: Head): Promise<void> {
  const { size, root, at, key, signature, peaks, horizon, cluster } = head;
  await query(
    `INSERT INTO record.journal_head (size, root, at, key, signature, peaks, horizon, cluster)
     VALUES ($1, $2, $3, $4, $5, $6::bytea[], $7::text::xid8, $8)`,
    [size, root, at, key, signature, peaks, horizon, cluster],
  );
}

/** A full pass may end inside a transaction: the next one begins with it again. */
const reached = (found: readonly Candidate[], last: Head | undefined, horizon: Horizon): string => {
  if (found.length < mostLeaves) return horizon.ended;
  if (last && last.cluster !== horizon.cluster) return last.horizon;
  return found.at(-1)!.transaction;
};

function signed(range: CompactRange, key: JournalKey): { head: SignedTreeHead; root: Buffer; at: Date } {
  const [root, at] = [rangeRoot(range), new Date()];
  const facts = { key: key.id, size: range.size, root: root.toString('base64'), at: at.toISOString() };
  return { head: signHead(facts, key.privateKey), root, at };
}

async function number(tx: Tx, key: JournalKey): Promise<number> {
  const { query } = tx;
  const [lock] = await query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('continuum journal sequencer', 0)) AS mine`,
  );
  if (!lock?.mine) return 0;
  const last = await lastHead(query);
  const horizon = await horizonOf(query);
  const found = await candidates(query, last, horizon);
  if (found.length === 0) return 0;
  const range = withLeaves(
    last ?? emptyRange,
    found.map(({ leaf }) => leaf),
  );
  const { head, root, at } = signed(range, key);
  await insertLeaves(tx, range.size - found.length, found);
  await insertHead(tx, {
    ...{ size: range.size, root, at, key: key.id, peaks: [...range.peaks] },
    signature: Buffer.from(head.signature, 'base64'),
    horizon: reached(found, last, horizon),
    // A restored journal changes over once everything it held is numbered.
    cluster: last && found.length === mostLeaves ? last.cluster : horizon.cluster,
  });
  return found.length;
}

/** Heads that the file does not have yet: of this pass, of another process, or of one that was killed. */
async function publish(pool: Pool, data: string): Promise<SignedTreeHead | undefined> {
  const since = await keptSize(data);
  const heads = await pool.query<Head>(
    `SELECT ${headColumns} FROM record.journal_head WHERE size > $1 ORDER BY size`,
    [since],
  );
  const fresh = heads.map(toSignedHead);
  await appendHeads(data, fresh);
  return fresh.at(-1);
}

/**
 * Numbers the committed entries into the tree and signs its new head: in the table and, on the disk, in the
 * data folder's `journal/heads.jsonl`. One process at a time does it; another finds nothing to do.
 */
export async function sequence(pool: Pool, key: JournalKey, data: string): Promise<Sequenced> {
  let numbered = 0;
  for (let more = true; more; ) {
    const some = await pool.transaction(tx => number(tx, key));
    numbered += some;
    more = some === mostLeaves;
  }
  return { numbered, head: await publish(pool, data) };
}
