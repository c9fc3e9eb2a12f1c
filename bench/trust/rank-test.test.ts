import { describe, expect, it } from 'vitest';
import { rankTest } from './rank-test.ts';

describe('the rank test of two samples of times (Mann–Whitney)', () => {
  it('tells those that never overlap apart', () => {
    const { u, p, a } = rankTest([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]);
    expect([u, a]).toEqual([25, 1]);
    // scipy.stats.mannwhitneyu(…, method='asymptotic', use_continuity=False)
    expect(p).toBeCloseTo(0.009023, 5);
  });

  it('counts a tie by half, and corrects the variance for it', () => {
    const { u, p, a } = rankTest([1, 2, 2, 3], [2, 2, 4, 5]);
    expect([u, a]).toEqual([4, 0.25]);
    // scipy.stats.mannwhitneyu([1,2,2,3], [2,2,4,5], method='asymptotic', use_continuity=False)
    expect(p).toBeCloseTo(0.218604, 4);
  });

  it('says nothing of what is the same', () => {
    expect(rankTest([1, 1, 1], [1, 1])).toEqual({ u: 3, p: expect.closeTo(1, 6), a: 0.5 });
    expect(() => rankTest([], [1])).toThrow(RangeError);
  });
});
