import type { CompactRange } from './compact-range.ts';
import { type Hash, rootOf, split } from './merkle.ts';
import { peaksByStart } from './peaks.ts';

/**
 * That a tree is the beginning of the one that it grew into (RFC 9162 §2.1.4.1): a range, which is the older tree, and the
 * leaves after it. The same as `consistencyProof` over all of them, without reading what lies before.
 * @throws RangeError when the older tree has no leaf.
 */
export function consistencyAfter(range: CompactRange, leaves: readonly Hash[]): Hash[] {
  if (range.size === 0) throw new RangeError('a tree without leaves is the beginning of every tree');
  const peaks = peaksByStart(range);
  const between = (from: number, to: number): Hash =>
    from >= range.size ? rootOf(leaves.slice(from - range.size, to - range.size)) : peaks.get(from)!;
  const proofBetween = (from: number, to: number, whole: boolean): Hash[] => {
    if (to === range.size) return whole ? [] : [between(from, to)];
    const middle = from + split(to - from);
    return range.size <= middle
      ? [...proofBetween(from, middle, whole), between(middle, to)]
      : [...proofBetween(middle, to, false), between(from, middle)];
  };
  return proofBetween(0, range.size + leaves.length, true);
}
