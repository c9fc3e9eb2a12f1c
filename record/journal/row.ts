import { randomUUID } from 'node:crypto';
import { type Statement, statement, type Tx, textColumn } from '@continuum/record-database';
import { entryLeaf, entryText, type JournalEntry, type JournalFacts } from '@continuum/trust-audit';

/** An entry ready to be inserted. */
export interface Row {
  id: string;
  at: string;
  usager: string | null;
  actor: string;
  entry: string;
  leaf: Buffer;
}

/** UUID version 7 (RFC 9562 §5.7): in the order of time, so that the index grows at its end. */
function timedId(now: number): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Gives the facts their id and their moment, and their one text. */
export function toRow(facts: JournalFacts): Row {
  const now = Date.now();
  const entry: JournalEntry = {
    ...facts,
    id: facts.id ?? timedId(now),
    at: facts.at ?? new Date(now).toISOString(),
  };
  const text = entryText(entry);
  const { id, at, usager = null, who } = entry;
  return { id, at, usager, actor: who.reference, entry: text, leaf: entryLeaf(text) };
}

/**
 * The part of a statement that inserts rows. Inserting an entry again changes nothing: after a connection broke,
 * nobody knows whether the commit passed.
 * @param jobs the number of each row's job; those of the table `failed` are left out.
 */
export function insertText(s: Statement, rows: readonly Row[], jobs?: readonly number[]): string {
  const column = (of: (row: Row) => string | null) => textColumn(s, rows.map(of));
  const values = [
    `${column(r => r.id)}::uuid[]`,
    `${column(r => r.at)}::timestamptz[]`,
    column(r => r.usager),
    column(r => r.actor),
    column(r => r.entry),
    column(r => r.leaf.toString('hex')),
    ...(jobs ? [s.param(jobs, 'int[]')] : []),
  ];
  return `INSERT INTO record.journal (id, at, usager, actor, entry, leaf)
  SELECT id, at, usager, actor, entry, decode(leaf, 'hex')
  FROM unnest(${values.join(', ')}) AS t (id, at, usager, actor, entry, leaf${jobs ? ', job' : ''})
  ${jobs ? 'WHERE job NOT IN (SELECT job FROM failed)' : ''} ON CONFLICT DO NOTHING`;
}

/** Inserts rows in one statement. */
export async function insertRows({ query }: Pick<Tx, 'query'>, rows: readonly Row[]): Promise<void> {
  const s = statement();
  await query(insertText(s, rows), s.values, 'journal-insert');
}
