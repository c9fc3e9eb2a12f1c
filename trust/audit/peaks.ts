import type { CompactRange } from './compact-range.ts';
import { type Hash, split } from './merkle.ts';

/** The roots of a range by where they begin; nothing else of the range is ever asked for. */
export function peaksByStart({ size, peaks }: CompactRange): Map<number, Hash> {
  const found = new Map<number, Hash>();
  let start = 0;
  for (const peak of peaks) {
    found.set(start, peak);
    start += split(size - start + 1);
  }
  return found;
}
