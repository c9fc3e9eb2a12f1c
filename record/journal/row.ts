import { randomBytes } from 'node:crypto';
import type { Tx } from '@continuum/record-database';
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
  const bytes = Buffer.concat([Buffer.alloc(6), randomBytes(10)]);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
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

// One statement for any number of rows, so that it is prepared once. Inserting an entry again changes
// nothing: after a connection broke, nobody knows whether the commit passed.
const insert = `
  INSERT INTO record.journal (id, at, usager, actor, entry, leaf)
  SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::bytea[])
  ON CONFLICT DO NOTHING`;

/** Inserts rows in one statement. */
export async function insertRows({ query }: Pick<Tx, 'query'>, rows: readonly Row[]): Promise<void> {
  const column = <K extends keyof Row>(name: K): Row[K][] => rows.map(row => row[name]);
  const values = [
    column('id'),
    column('at'),
    column('usager'),
    column('actor'),
    column('entry'),
    column('leaf'),
  ];
  await query(insert, values, 'journal-insert');
}
