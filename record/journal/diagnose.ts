import { type CompactRange, rangeRoot, withLeaf, withLeaves } from '@continuum/trust-audit';
import type { Broken } from './verification.ts';
import type { Leaf } from './verify-leaf.ts';

/** The leaves between two heads, of which the first was right and the second is not. */
export interface Interval {
  before: CompactRange;
  leaves: readonly Leaf[];
  /** The leaf after the interval: one that was put in pushed it out. */
  after?: Leaf;
  root: Buffer;
}

const hashes = (leaves: readonly Leaf[]): Buffer[] => leaves.map(({ leaf }) => leaf);

const byOrder = (a: Leaf, b: Leaf): number => {
  const difference = BigInt(a.transaction ?? 0) - BigInt(b.transaction ?? 0);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return a.at.getTime() - b.at.getTime() || (a.entry < b.entry ? -1 : 1);
};

function reordered({ before, leaves, root }: Interval): Broken | undefined {
  if (leaves.some(({ found }) => !found)) return undefined;
  const sorted = leaves.toSorted(byOrder);
  if (!rangeRoot(withLeaves(before, hashes(sorted))).equals(root)) return undefined;
  const place = leaves.findIndex((leaf, i) => leaf !== sorted[i]);
  const { entry } = leaves[place]!;
  const seq = before.size + place;
  return { kind: 'reordered', entry, seq, text: `Entry ${entry} was moved to number ${seq}.` };
}

// Trying every leaf costs the square of their number.
const mostTried = 1_500;

function inserted({ before, leaves, after, root }: Interval): Broken | undefined {
  if (!after || leaves.length > mostTried) return undefined;
  const all = [...leaves, after];
  let prefix = before;
  for (const [place, { entry, leaf }] of leaves.entries()) {
    if (rangeRoot(withLeaves(prefix, hashes(all.slice(place + 1)))).equals(root)) {
      const seq = before.size + place;
      return { kind: 'inserted', entry, seq, text: `Entry ${entry} was put in at number ${seq}.` };
    }
    prefix = withLeaf(prefix, leaf);
  }
  return undefined;
}

/** Names what made the tree differ from a signed head although each leaf fits its row. */
export function diagnosed(interval: Interval): Broken {
  const { before, leaves } = interval;
  const known = reordered(interval) ?? inserted(interval);
  if (known) return known;
  const last = before.size + leaves.length - 1;
  const text = `Entries ${before.size} to ${last} are not those that were signed: rows and leaves were rewritten.`;
  return { kind: 'changed', seq: before.size, text };
}
