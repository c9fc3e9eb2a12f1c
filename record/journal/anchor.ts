import type { Pool } from '@continuum/record-database';
import { emptyRange, inclusionAfter, type SignedTreeHead } from '@continuum/trust-audit';
import { type Head, headColumns, toSignedHead } from './head.ts';

/** That the journal had an entry by a moment: its text, its place, and the first signed head that covers it. */
export interface EntryAnchor {
  entry: string;
  index: number;
  /** From the leaf to the root, base64 (RFC 9162 §2.1.3). */
  proof: string[];
  head: SignedTreeHead;
}

/** The entry that holds a signature: whose, and when it was made. */
export interface SignatureSought {
  /** `Practitioner/<id>`… */
  signer: string;
  /** As the entry holds it (`signatures`). */
  digest: string;
  at: Date;
}

const within = 15 * 60_000;

const entryOf = `
  SELECT l.seq, j.entry FROM record.journal j JOIN record.journal_leaf l ON l.entry = j.id
   WHERE j.actor = $1 AND j.at BETWEEN $2 AND $3 AND position($4 in j.entry) > 0
   ORDER BY l.seq LIMIT 1`;

const headAfter = `SELECT ${headColumns} FROM record.journal_head WHERE size > $1 ORDER BY size LIMIT 1`;
const headBefore = `SELECT ${headColumns} FROM record.journal_head WHERE size <= $1 ORDER BY size DESC LIMIT 1`;
const leavesBetween = 'SELECT leaf FROM record.journal_leaf WHERE seq >= $1 AND seq < $2 ORDER BY seq';

/**
 * The anchor of a signature; undefined when the journal has no such entry, or has not numbered it yet. Reads the leaves of
 * one pass of the sequencer, however large the tree is.
 */
export async function anchorOf(pool: Pool, sought: SignatureSought): Promise<EntryAnchor | undefined> {
  const [from, to] = [-within, within].map(ms => new Date(sought.at.getTime() + ms));
  const [found] = await pool.query<{ seq: number; entry: string }>(entryOf, [
    sought.signer,
    from,
    to,
    JSON.stringify(sought.digest),
  ]);
  if (found === undefined) return undefined;
  const index = Number(found.seq);
  const [head] = await pool.query<Head>(headAfter, [index]);
  if (head === undefined) return undefined;
  const [before] = await pool.query<Head>(headBefore, [index]);
  const range = before ?? emptyRange;
  const leaves = await pool.query<{ leaf: Buffer }>(leavesBetween, [range.size, head.size]);
  const proof = inclusionAfter(
    range,
    leaves.map(({ leaf }) => leaf),
    index,
  );
  return {
    entry: found.entry,
    index,
    proof: proof.map(it => it.toString('base64')),
    head: toSignedHead(head),
  };
}
