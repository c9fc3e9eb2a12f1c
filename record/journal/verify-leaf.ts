import { entryLeaf, type JournalEntry } from '@continuum/trust-audit';
import type { Broken } from './verification.ts';

/** A leaf of the tree beside the row it stands for, which may be gone. */
export interface Leaf {
  seq: number;
  entry: string;
  leaf: Buffer;
  found: boolean;
  at: Date;
  usager: string | null;
  actor: string;
  text: string;
  transaction: string;
}

function parsed(text: string): JournalEntry | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The columns by which lists are made must say what the text says, or a line could be hidden. */
function columnsAgree({ entry: id, at, usager, actor, text }: Leaf): boolean {
  const entry = parsed(text);
  if (!entry) return false;
  const same = entry.id === id && Date.parse(entry.at) === at.getTime();
  return same && (entry.usager ?? null) === usager && entry.who?.reference === actor;
}

function mismatch(leaf: Leaf): Broken {
  const { seq, entry } = leaf;
  const other = parsed(leaf.text)?.id;
  if (other !== undefined && other !== entry)
    return { kind: 'reordered', entry, seq, text: `Entry ${entry} holds the text of entry ${other}.` };
  return { kind: 'changed', entry, seq, text: `Entry ${entry} is not the one that was numbered ${seq}.` };
}

/** What is wrong with one leaf, seen alone. */
export function leafDamage(leaf: Leaf): Broken | undefined {
  const { seq, entry } = leaf;
  if (!leaf.found) return { kind: 'deleted', entry, seq, text: `Entry ${entry}, number ${seq}, is gone.` };
  if (!entryLeaf(leaf.text).equals(leaf.leaf)) return mismatch(leaf);
  if (columnsAgree(leaf)) return undefined;
  return {
    kind: 'changed',
    entry,
    seq,
    text: `The columns of entry ${entry} do not say what its text says.`,
  };
}
