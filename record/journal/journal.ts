import type { CoalesceLimits, Pool, Statement, Tx } from '@continuum/record-database';
import type { JournalEntry, JournalFacts } from '@continuum/trust-audit';
import {
  anchoredEntries,
  anchorOf,
  consistencyOf,
  type EntryAnchor,
  type HeadConsistency,
  proofOf,
  type SignatureSought,
} from './anchor.ts';
import {
  type ActorSpan,
  countOf,
  extentOf,
  type InOrder,
  inOrder,
  ofActors,
  type Stretch,
} from './in-order.ts';
import { type JournalKey, journalKey } from './key.ts';
import { type Lines, type LookSought, linesOf, linesOfActor, lookedAt, type Page } from './lines.ts';
import { type LooksSought, looksBefore } from './looks.ts';
import { type ExportedEntry, entriesOfMonth } from './month.ts';
import { createQueue } from './queue.ts';
import { insertRows, insertText, type Row, toRow } from './row.ts';
import { type Sequenced, sequence } from './sequence.ts';
import type { Verification } from './verification.ts';
import { verify } from './verify.ts';

/** The append-only journal. */
export interface Journal {
  /**
   * Resolves once the entries are committed: only then may anything be disclosed. Rejects with
   * `JournalUnavailable` when they could not be.
   */
  append(entries: readonly JournalFacts[]): Promise<void>;
  /** The same inside a write's own transaction: both are committed, or neither. */
  appendWithin(tx: Tx, entries: readonly JournalFacts[]): Promise<void>;
  /** Entries as rows, for `insertText`. */
  toRows(entries: readonly JournalFacts[]): Row[];
  /**
   * The part of a write's own statement that journals it; with `jobs`, the number of each row's job, those in the
   * table `failed` are left out.
   */
  insertText(s: Statement, rows: readonly Row[], jobs?: readonly number[]): string;
  /** Who opened, or tried to open, that usager's record, newest first. */
  linesOf(usager: string, page?: Page): Promise<Lines>;
  /** What an actor (`Practitioner/<id>`…) did, newest first. */
  linesOfActor(reference: string, page?: Page): Promise<Lines>;
  /** Whether somebody else looked at these records, each in its stretch of time. */
  lookedAt(sought: readonly LookSought[]): Promise<boolean[]>;
  /** Entries in the order of the tree, a stretch at a time. */
  inOrder(stretch: Stretch): Promise<InOrder>;
  /** Everything that these actors did in their spans. */
  ofActors(spans: readonly ActorSpan[]): Promise<JournalEntry[]>;
  /** The stretch of the tree in which the entries between two moments lie. */
  extentOf(from: Date, to: Date): Promise<{ first: number; after: number }>;
  /** How many of these entries are in that usager’s list. */
  countOf(usager: string, ids: readonly string[]): Promise<number>;
  /** What people who work did in a usager’s record before a moment, newest first. */
  looksBefore(sought: LooksSought): Promise<JournalEntry[]>;
  /** Entries of these ids as they are kept, each with its anchor once it is numbered. */
  anchoredEntries(ids: readonly string[]): Promise<{ id: string; entry: string; anchor?: EntryAnchor }[]>;
  /** Numbers what is committed into the tree and signs its head. */
  sequence(): Promise<Sequenced>;
  /** The public half of the key that signs the heads, SubjectPublicKeyInfo in DER, and its name (RFC 7638). */
  publicKey(): Promise<{ id: string; publicKey: Buffer }>;
  /** What proves by when a signature was made; undefined until its entry is numbered. */
  anchorOf(sought: SignatureSought): Promise<EntryAnchor | undefined>;
  /** What proves that an entry is in the journal; undefined: none has that id, or it is not numbered yet. */
  proofOf(id: string): Promise<EntryAnchor | undefined>;
  /** What proves that the head of that size is of the beginning of the last one's tree; undefined: no head has it. */
  consistencyOf(size: number): Promise<HeadConsistency | undefined>;
  /** The entries of a month (`2026-11`, UTC), oldest first, some at a time. */
  entriesOfMonth(month: string): AsyncGenerator<ExportedEntry[]>;
  /** Recomputes the whole journal from its rows. */
  verify(): Promise<Verification>;
  /** Makes the partitions of the months ahead; `sequence` does it by itself once a day. */
  prepareMonths(): Promise<void>;
  /** Resolves when every append was answered. */
  close(): Promise<void>;
}

export interface JournalOptions {
  /** The record's role: `database.journal`, connections of its own. */
  pool: Pool;
  /** `CONTINUUM_DATA`: the key lies in `keys/`, the signed heads in `journal/`. */
  data: string;
  limits?: CoalesceLimits;
}

const monthsAhead = 12;

/** Makes the months ahead at most once a day. */
function daily(pool: Pool): { now(): Promise<void>; ifDue(): Promise<void> } {
  let done = '';
  const now = async () => {
    await pool.query('SELECT record.journal_months($1)', [monthsAhead]);
    done = new Date().toISOString().slice(0, 10);
  };
  return { now, ifDue: async () => (done === new Date().toISOString().slice(0, 10) ? undefined : now()) };
}

/** The journal over the record's pool. Its key is read, or made, by the first `sequence` or `verify`. */
export function createJournal({ pool, data, limits }: JournalOptions): Journal {
  const queue = createQueue(rows => insertRows(pool, rows), limits);
  const months = daily(pool);
  let key: Promise<JournalKey> | undefined;
  const keyOnce = () => {
    key ??= journalKey(data).catch(error => {
      key = undefined;
      throw error;
    });
    return key;
  };
  return {
    append: async entries => queue.put(entries.map(toRow)),
    appendWithin: async (tx, entries) => {
      if (entries.length > 0) await insertRows(tx, entries.map(toRow));
    },
    toRows: entries => entries.map(toRow),
    insertText,
    linesOf: (usager, page = {}) => linesOf(pool, usager, page),
    linesOfActor: (reference, page = {}) => linesOfActor(pool, reference, page),
    lookedAt: sought => lookedAt(pool, sought),
    inOrder: stretch => inOrder(pool, stretch),
    ofActors: spans => ofActors(pool, spans),
    extentOf: (from, to) => extentOf(pool, from, to),
    countOf: (usager, ids) => countOf(pool, usager, ids),
    looksBefore: sought => looksBefore(pool, sought),
    anchoredEntries: ids => anchoredEntries(pool, ids),
    async sequence() {
      await months.ifDue();
      return sequence(pool, await keyOnce(), data);
    },
    async publicKey() {
      const { id, publicKey } = await keyOnce();
      return { id, publicKey: publicKey.export({ type: 'spki', format: 'der' }) };
    },
    anchorOf: sought => anchorOf(pool, sought),
    proofOf: id => proofOf(pool, id),
    consistencyOf: size => consistencyOf(pool, size),
    entriesOfMonth: month => entriesOfMonth(pool, month),
    verify: async () => verify(pool, await keyOnce(), data),
    prepareMonths: months.now,
    close: () => queue.settled(),
  };
}
