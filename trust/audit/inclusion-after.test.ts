import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyRange, withLeaves } from './compact-range.ts';
import { inclusionAfter } from './inclusion-after.ts';
import { inclusionProof, leafHash } from './merkle.ts';

const leavesOf = (count: number) => Array.from({ length: count }, (_, at) => leafHash(Buffer.from(`${at}`)));

describe('the proof of a leaf after a range (RFC 9162 §2.1.3.1)', () => {
  it('is the one that all leaves give', () => {
    const sizes = fc.tuple(fc.nat(70), fc.integer({ min: 1, max: 40 }), fc.nat());
    fc.assert(
      fc.property(sizes, ([before, after, pick]) => {
        const leaves = leavesOf(before + after);
        const index = before + (pick % after);
        const range = withLeaves(emptyRange, leaves.slice(0, before));
        const proof = inclusionAfter(range, leaves.slice(before), index);
        expect(proof).toEqual(inclusionProof(leaves, index));
      }),
    );
  });

  it.each([[2], [5], [-1], [3.5]])('of leaf %d, which is not after it, is refused', index => {
    const leaves = leavesOf(5);
    const range = withLeaves(emptyRange, leaves.slice(0, 3));
    expect(() => inclusionAfter(range, leaves.slice(3), index)).toThrow(RangeError);
  });
});
