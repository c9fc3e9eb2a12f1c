import { performance } from 'node:perf_hooks';

/** What one bench gave. Times in milliseconds. */
export interface Measured {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  count: number;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function percentile(sorted: readonly number[], share: number): number {
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
}

/** Runs `work` `count` times, `concurrency` at once, and times each. */
export async function measure(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<unknown>,
): Promise<Measured> {
  const times: number[] = [];
  let next = 0;
  const runner = async () => {
    for (let index = next++; index < count; index = next++) {
      const began = performance.now();
      await work(index);
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, runner));
  const seconds = (performance.now() - began) / 1000;
  const sorted = times.sort((a, b) => a - b);
  return {
    perSecond: rounded(count / seconds),
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    count,
  };
}
