import { emptyRoot, type Hash, nodeHash } from './merkle.ts';

/**
 * A tree kept as the roots of its complete subtrees, largest first: one per bit of the size. Appending costs
 * O(log n) and never reads what was appended before.
 */
export interface CompactRange {
  readonly size: number;
  readonly peaks: readonly Hash[];
}

export const emptyRange: CompactRange = { size: 0, peaks: [] };

/** The tree with one leaf more. */
export function withLeaf({ size, peaks }: CompactRange, leaf: Hash): CompactRange {
  const next = [...peaks];
  let hash = leaf;
  // Each trailing one of the size is a complete subtree as large as what is being carried.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = nodeHash(next.pop()!, hash);
  next.push(hash);
  return { size: size + 1, peaks: next };
}

/** The tree with these leaves more. */
export function withLeaves(range: CompactRange, leaves: Iterable<Hash>): CompactRange {
  let grown = range;
  for (const leaf of leaves) grown = withLeaf(grown, leaf);
  return grown;
}

/** Root of the tree, the same as `rootOf` all its leaves. */
export function rangeRoot({ peaks }: CompactRange): Hash {
  return (
    peaks.reduceRight<Hash | undefined>((root, peak) => (root ? nodeHash(peak, root) : peak), undefined) ??
    emptyRoot
  );
}
