import type { Bench, Ground, Prepared } from './benches/bench.ts';
import { measure } from './measure.ts';
import { usageOf } from './processes.ts';

/** The server's memory after so many minutes and so many requests of the mixture. */
export interface Soaked {
  minute: number;
  requests: number;
  /** Megabytes of the server. */
  memory: number;
  p99: number;
}

/** A tenth of them write. */
const mixture = (reading: number, index: number): number => (index % 10 === 0 ? reading : index % reading);

/** Runs a mixture of benches for some minutes, and looks at the server's memory at the end of each. */
export async function soak(
  reads: readonly Bench[],
  write: Bench,
  ground: Ground,
  minutes: number,
  concurrency: number,
  tell: (at: Soaked) => void,
): Promise<Soaked[]> {
  const told: Soaked[] = [];
  let requests = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    // Prepared anew: tokens do not live long.
    const prepared: Prepared[] = [];
    for (const bench of [...reads, write]) prepared.push(await bench.prepare(ground));
    const work = (index: number, runner: number) =>
      prepared[mixture(reads.length, index)]!.ours(index, runner);
    const { count, p99 } = await measure(60, concurrency, work, requests);
    for (const { close } of prepared) await close?.();
    requests += count;
    const memory = Math.round((usageOf(ground.server.pid())?.memory ?? 0) / 1048576);
    told.push({ minute, requests, memory, p99 });
    tell(told.at(-1)!);
  }
  return told;
}
