import type { CompactRange } from './compact-range.ts';
import { type Hash, nodeHash, rootOf, split } from './merkle.ts';
import { peaksByStart } from './peaks.ts';

/**
 * The siblings from a leaf to the root (RFC 9162 §2.1.3.1) of a tree that grew: a range, and these leaves after it. The
 * same as `inclusionProof` over all of them, without reading what lies before.
 * @param index of the leaf in the whole tree.
 * @throws RangeError when it is not one of the leaves after the range.
 */
export function inclusionAfter(range: CompactRange, leaves: readonly Hash[], index: number): Hash[] {
  const total = range.size + leaves.length;
  if (!Number.isInteger(index) || index < range.size || index >= total)
    throw new RangeError(`leaf ${index} is not among those from ${range.size} to ${total}`);
  const peaks = peaksByStart(range);
  const rootBetween = (from: number, to: number): Hash => {
    if (from >= range.size) return rootOf(leaves.slice(from - range.size, to - range.size));
    if (to <= range.size) return peaks.get(from)!;
    const middle = from + split(to - from);
    return nodeHash(rootBetween(from, middle), rootBetween(middle, to));
  };
  const proofBetween = (from: number, to: number): Hash[] => {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return index < middle
      ? [...proofBetween(from, middle), rootBetween(middle, to)]
      : [...proofBetween(middle, to), rootBetween(from, middle)];
  };
  return proofBetween(0, total);
}
