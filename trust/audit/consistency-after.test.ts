import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyRange, withLeaves } from './compact-range.ts';
import { consistencyAfter } from './consistency-after.ts';
import { consistencyProof, rootOf } from './merkle.ts';
import { verifyConsistency } from './verify.ts';

const leaf = (at: number) => hash('sha256', String(at), 'buffer');

describe('the consistency of two trees, told from the range of the older one (RFC 9162 §2.1.4)', () => {
  it('is the proof that all leaves give, and verifies', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(60), (size, more) => {
        const all = Array.from({ length: size + more }, (_, at) => leaf(at));
        const range = withLeaves(emptyRange, all.slice(0, size));
        const proof = consistencyAfter(range, all.slice(size));
        expect(proof).toEqual(consistencyProof(all, size));
        expect(verifyConsistency(size, all.length, rootOf(all.slice(0, size)), rootOf(all), proof)).toBe(
          true,
        );
      }),
    );
  });

  it('there is none of a tree without leaves', () => {
    expect(() => consistencyAfter(emptyRange, [leaf(0)])).toThrow(RangeError);
  });
});
