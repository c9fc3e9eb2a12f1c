import type { Pool, Query } from '@continuum/record-database';
import {
  type CompactRange,
  emptyRange,
  rangeRoot,
  type SignedTreeHead,
  verifyHead,
  withLeaf,
} from '@continuum/trust-audit';
import { diagnosed } from './diagnose.ts';
import { type Head, headColumns, lastHead, toSignedHead } from './head.ts';
import { readHeads } from './heads-file.ts';
import type { JournalKey } from './key.ts';
import type { Broken, Verification } from './verification.ts';
import { type Leaf, leafDamage } from './verify-leaf.ts';

const pageSize = 5_000;
const mostBroken = 100;

interface State {
  broken: Broken[];
  /** Root by size, of every signed head, in the table and in the file. */
  roots: Map<number, Buffer>;
  range: CompactRange;
  /** The last range that a head confirmed, and the leaves since. */
  confirmed: CompactRange;
  since: Leaf[];
  /** Once a root is wrong, all later ones are. */
  wrong: boolean;
  expected: number;
}

const readPage = (query: Query, from: number): Promise<Leaf[]> =>
  query<Leaf>(
    `SELECT l.seq, l.entry, l.leaf, j.id IS NOT NULL AS found, j.at, j.usager, j.actor, j.entry AS text,
            j.transaction::text AS transaction
     FROM (SELECT * FROM record.journal_leaf WHERE seq >= $1 ORDER BY seq LIMIT ${pageSize}) l
     LEFT JOIN record.journal j ON j.id = l.entry
     ORDER BY l.seq`,
    [from],
  );

function headDamage(head: SignedTreeHead, key: JournalKey, roots: Map<number, Buffer>): Broken | undefined {
  const { size, at } = head;
  const bad = (text: string): Broken => ({ kind: 'head', seq: size, text });
  if (head.key !== key.id) return bad(`The head of ${at} (size ${size}) bears another journal’s key.`);
  if (!verifyHead(head, key.publicKey)) return bad(`The head of ${at} (size ${size}) was not signed so.`);
  const other = roots.get(size);
  if (other && other.toString('base64') !== head.root) return bad(`Two heads of size ${size} differ.`);
  return undefined;
}

async function checkHeads(query: Query, key: JournalKey, data: string, state: State): Promise<void> {
  const table = await query<Head>(`SELECT ${headColumns} FROM record.journal_head ORDER BY size`);
  for (const head of [...(await readHeads(data)), ...table.map(toSignedHead)]) {
    const damage = headDamage(head, key, state.roots);
    if (damage) state.broken.push(damage);
    else state.roots.set(head.size, Buffer.from(head.root, 'base64'));
  }
}

function checkRoot(state: State, after: Leaf | undefined): void {
  const root = state.roots.get(state.range.size);
  if (!root || state.wrong) return;
  if (rangeRoot(state.range).equals(root)) {
    state.confirmed = state.range;
    state.since = [];
    return;
  }
  state.wrong = true;
  // What is wrong with a leaf alone was already named; it also explains the root.
  const explained = state.broken.some(({ kind, seq = -1 }) => kind !== 'head' && seq >= state.confirmed.size);
  if (explained) return;
  state.broken.push(diagnosed({ before: state.confirmed, leaves: state.since, after, root }));
}

function checkLeaf(state: State, leaf: Leaf, after: Leaf | undefined): void {
  if (leaf.seq !== state.expected) {
    const gap = { seq: state.expected, text: `Number ${state.expected} is gone from the tree.` };
    if (!state.wrong) state.broken.push({ kind: 'deleted', ...gap });
    state.wrong = true;
  }
  state.expected = leaf.seq + 1;
  const damage = leafDamage(leaf);
  if (damage) state.broken.push(damage);
  state.range = withLeaf(state.range, leaf.leaf);
  state.since.push(leaf);
  checkRoot(state, after);
}

async function checkLeaves(query: Query, state: State): Promise<void> {
  let page = await readPage(query, 0);
  while (page.length > 0) {
    const next = page.length === pageSize ? await readPage(query, page.at(-1)!.seq + 1) : [];
    page.forEach((leaf, i) => void checkLeaf(state, leaf, page[i + 1] ?? next[0]));
    page = next;
  }
}

/** The tree may neither be shorter than a head that was signed, nor longer than the last one. */
function checkEnd(state: State): void {
  const size = state.expected;
  const signed = Math.max(0, ...state.roots.keys());
  if (signed > size && !state.wrong)
    state.broken.push({
      kind: 'deleted',
      seq: size,
      text: `${signed} entries were signed for, and ${size} are there: number ${size} and those after it are gone.`,
    });
  for (const { entry, seq } of state.wrong ? [] : state.since.filter(leaf => leaf.seq >= signed))
    state.broken.push({
      kind: 'inserted',
      entry,
      seq,
      text: `Entry ${entry} is in the tree without a signature.`,
    });
}

interface Unnumbered {
  id: string;
  at: Date;
  old: boolean;
}

async function unnumbered(query: Query): Promise<Unnumbered[]> {
  const head = await lastHead(query);
  return query<Unnumbered>(
    `SELECT j.id, j.at, coalesce(
        j.transaction < $1::text::xid8 AND $2 = (SELECT system_identifier::text FROM pg_control_system()),
        false) AS old
     FROM record.journal j
     WHERE NOT EXISTS (SELECT FROM record.journal_leaf l WHERE l.entry = j.id)
     ORDER BY j.at`,
    [head?.horizon ?? null, head?.cluster ?? null],
  );
}

/** Entries without a number: those that the sequencer would have seen were put in afterwards. */
async function checkTail(query: Query, state: State, now: Date): Promise<Verification['tail']> {
  const rows = await unnumbered(query);
  for (const { id } of rows.filter(({ old }) => old))
    state.broken.push({
      kind: 'inserted',
      entry: id,
      text: `Entry ${id} was put in after its time was signed.`,
    });
  const tail = rows.filter(({ old }) => !old);
  const oldest = tail[0]?.at ?? now;
  return { entries: tail.length, seconds: Math.max(0, (now.getTime() - oldest.getTime()) / 1000) };
}

/**
 * Recomputes everything from the rows: each leaf from its entry's text, the tree, every signed head of the
 * table and of the file. Names what was changed, deleted, inserted or reordered.
 */
export async function verify(pool: Pool, key: JournalKey, data: string): Promise<Verification> {
  const start = { range: emptyRange, confirmed: emptyRange, since: [], wrong: false, expected: 0 };
  const state: State = { ...start, broken: [], roots: new Map() };
  const work = async ({ query }: { query: Query }): Promise<Verification['tail']> => {
    await checkHeads(query, key, data, state);
    await checkLeaves(query, state);
    checkEnd(state);
    return checkTail(query, state, new Date());
  };
  const tail = await pool.transaction(work, { isolation: 'repeatable read' });
  const { broken, expected, roots } = state;
  return {
    ok: broken.length === 0,
    size: expected,
    heads: roots.size,
    broken: broken.slice(0, mostBroken),
    tail,
  };
}
