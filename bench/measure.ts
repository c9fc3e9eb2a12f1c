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

/** Runs `work` for so many seconds, `concurrency` at once, and times each; `work` gets 0, 1, 2… from `first` on. */
export async function measure(
  seconds: number,
  concurrency: number,
  work: (index: number, runner: number) => Promise<unknown>,
  first = 0,
): Promise<Measured> {
  const times: number[] = [];
  let next = first;
  const began = performance.now();
  const end = began + seconds * 1000;
  const runner = async (_: unknown, at: number) => {
    while (performance.now() < end) {
      const before = performance.now();
      await work(next++, at);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, runner));
  const took = (performance.now() - began) / 1000;
  const sorted = times.sort((a, b) => a - b);
  return {
    perSecond: rounded(sorted.length / took),
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    count: sorted.length,
  };
}
