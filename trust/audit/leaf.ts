import { canonicalText, type Json } from './canonical.ts';
import type { JournalEntry } from './entry.ts';
import { leafHash } from './merkle.ts';

/** The text of an entry that is stored, hashed and exported. */
export function entryText(entry: JournalEntry): string {
  return canonicalText(entry as unknown as Json);
}

/** The leaf of an entry's text in the journal's tree (RFC 9162 §2.1.1). */
export function entryLeaf(text: string): Buffer {
  return leafHash(Buffer.from(text, 'utf8'));
}
