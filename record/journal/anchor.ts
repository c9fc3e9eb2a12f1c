import type { Pool } from '@continuum/record-database';
import { consistencyAfter, emptyRange, inclusionAfter, type SignedTreeHead } from '@continuum/trust-audit';
import { type Head, headColumns, lastHead, toSignedHead } from './head.ts';

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

const entryById = `
  SELECT l.seq, j.entry FROM record.journal j JOIN record.journal_leaf l ON l.entry = j.id WHERE j.id = $1::uuid`;

const headOf = `SELECT ${headColumns} FROM record.journal_head WHERE size = $1`;
const headAfter = `SELECT ${headColumns} FROM record.journal_head WHERE size > $1 ORDER BY size LIMIT 1`;
const headBefore = `SELECT ${headColumns} FROM record.journal_head WHERE size <= $1 ORDER BY size DESC LIMIT 1`;
const leavesBetween = 'SELECT leaf FROM record.journal_leaf WHERE seq >= $1 AND seq < $2 ORDER BY seq';

interface Numbered {
  seq: number;
  entry: string;
}

const leavesFrom = async (pool: Pool, from: number, to: number): Promise<Buffer[]> =>
  (await pool.query<{ leaf: Buffer }>(leavesBetween, [from, to])).map(({ leaf }) => leaf);

/** The numbered entry with the first signed head that covers it; undefined: no head does yet. */
async function anchorAt(pool: Pool, { seq, entry }: Numbered): Promise<EntryAnchor | undefined> {
  const index = Number(seq);
  const [head] = await pool.query<Head>(headAfter, [index]);
  if (head === undefined) return undefined;
  const [before] = await pool.query<Head>(headBefore, [index]);
  const range = before ?? emptyRange;
  const proof = inclusionAfter(range, await leavesFrom(pool, range.size, head.size), index);
  return { entry, index, proof: proof.map(it => it.toString('base64')), head: toSignedHead(head) };
}

/**
 * The anchor of a signature; undefined when the journal has no such entry, or has not numbered it yet. Reads the leaves of
 * one pass of the sequencer, however large the tree is.
 */
export async function anchorOf(pool: Pool, sought: SignatureSought): Promise<EntryAnchor | undefined> {
  const [from, to] = [-within, within].map(ms => new Date(sought.at.getTime() + ms));
  const values = [sought.signer, from, to, JSON.stringify(sought.digest)];
  const [found] = await pool.query<Numbered>(entryOf, values);
  return found && anchorAt(pool, found);
}

/**
 * What proves that an entry is in the journal, to whoever has the key and a copy of the head.
 * @param id of the entry. @returns undefined when there is none of that id, or it is not numbered yet.
 */
export async function proofOf(pool: Pool, id: string): Promise<EntryAnchor | undefined> {
  const [found] = await pool.query<Numbered>(entryById, [id]);
  return found && anchorAt(pool, found);
}

/** That one signed head is of the beginning of another one's tree (RFC 9162 §2.1.4). */
export interface HeadConsistency {
  older: SignedTreeHead;
  newer: SignedTreeHead;
  /** Base64. */
  proof: string[];
}

/**
 * What proves that nothing was changed, removed or put in between two heads.
 * @param size of the older head; the newer one is the last. @returns undefined when there is no head of that size.
 */
export async function consistencyOf(pool: Pool, size: number): Promise<HeadConsistency | undefined> {
  const [older] = await pool.query<Head>(headOf, [size]);
  const newer = older && (await lastHead(pool.query));
  if (!older || !newer) return undefined;
  const proof = consistencyAfter(older, await leavesFrom(pool, older.size, newer.size));
  const [first, last] = [older, newer].map(toSignedHead) as [SignedTreeHead, SignedTreeHead];
  return { older: first, newer: last, proof: proof.map(it => it.toString('base64')) };
}

const entriesOf = `
  SELECT j.id::text AS id, l.seq, j.entry FROM unnest($1::uuid[]) AS k (id) JOIN record.journal j ON j.id = k.id
    LEFT JOIN record.journal_leaf l ON l.entry = j.id ORDER BY l.seq, j.id`;

/** Entries of these ids as they are kept, each with its anchor once it is numbered; unknown ids are left out. */
export async function anchoredEntries(
  pool: Pool,
  ids: readonly string[],
): Promise<{ id: string; entry: string; anchor?: EntryAnchor }[]> {
  const found = await pool.query<{ id: string; seq: number | null; entry: string }>(entriesOf, [ids]);
  const entries = [];
  for (const { id, seq, entry } of found) {
    const anchor = seq === null ? undefined : await anchorAt(pool, { seq, entry });
    entries.push({ id, entry, ...(anchor && { anchor }) });
  }
  return entries;
}
