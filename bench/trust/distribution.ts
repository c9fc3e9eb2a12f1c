/** How times of one thing are distributed, in milliseconds. */
export interface Distribution {
  count: number;
  mean: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The percentiles of some times. */
export function distributionOf(times: readonly number[]): Distribution {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  const sum = sorted.reduce((total, time) => total + time, 0);
  return {
    ...{ count: sorted.length, mean: rounded(sum / Math.max(1, sorted.length)) },
    ...{ p50: at(0.5), p95: at(0.95), p99: at(0.99), max: rounded(sorted.at(-1) ?? 0) },
  };
}

/** As a line of a table. */
export const toLine = ({ p50, p95, p99 }: Distribution): string => `${p50} / ${p95} / ${p99}`;
