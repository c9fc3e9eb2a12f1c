import type { Bench } from './benches/bench.ts';
import type { OpenGround } from './ground.ts';
import { type Measured, measure } from './measure.ts';
import { usageOf } from './processes.ts';
import { emptyRaw } from './raw.ts';

/** A figure beside the raw one for the same rows. */
export interface Compared {
  name: string;
  what: string;
  concurrency: number;
  continuum: Measured;
  raw: Measured;
  /** Continuum's rate over the raw rate: 1 would be as fast as PostgreSQL alone. */
  ratio: number;
  /** What a bare Node server reached, and Continuum's rate over its. */
  bare?: Measured;
  bareRatio?: number;
  /** Milliseconds of CPU for one piece of work, of the server and of its PostgreSQL. */
  cpu?: { server: number; postgres: number };
  /** The server's memory at the end, in megabytes. */
  memory?: number;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

async function measureBare(bench: Bench, { bare }: OpenGround, concurrency: number, seconds: number) {
  const { ours: work, close } = await bench.prepare(bare);
  const warm = await measure(0.5, concurrency, work);
  const measured = await measure(seconds / 2, concurrency, work, warm.count + concurrency);
  await close?.();
  return measured;
}

/** Runs one bench at one concurrency: warmed up, ours, then raw, then the bare server. */
export async function compare(
  bench: Bench,
  ground: OpenGround,
  concurrency: number,
  seconds: number,
): Promise<Compared> {
  await emptyRaw(ground.raw);
  const { ours, raw, close } = await bench.prepare(ground);
  const warm = await measure(1, concurrency, ours);
  const before = usageOf(ground.server.pid());
  const continuum = await measure(seconds, concurrency, ours, warm.count + concurrency);
  const after = usageOf(ground.server.pid());
  await measure(0.5, concurrency, raw);
  const alone = await measure(seconds / 2, concurrency, raw);
  await close?.();
  const bare = bench.bare && (await measureBare(bench, ground, concurrency, seconds));
  const { name, what } = bench;
  return {
    name,
    what,
    concurrency,
    continuum,
    raw: alone,
    ratio: rounded(continuum.perSecond / alone.perSecond),
    ...(bare && { bare, bareRatio: rounded(continuum.perSecond / bare.perSecond) }),
    ...(before &&
      after && {
        cpu: {
          server: rounded((after.server - before.server) / continuum.count),
          postgres: rounded((after.postgres - before.postgres) / continuum.count),
        },
        memory: Math.round(after.memory / 1048576),
      }),
  };
}
