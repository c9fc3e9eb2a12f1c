import { performance } from 'node:perf_hooks';
import type { DoorEvent, Gate } from '@continuum/record-gate';
import type { Bench } from '../benches/bench.ts';
import { chartInFive } from '../benches/chart.ts';
import { patientByIdentifier } from '../benches/patient-by-identifier.ts';
import { read } from '../benches/read.ts';
import { searchResults } from '../benches/search-results.ts';
import type { OpenGround } from '../ground.ts';
import { measure } from '../measure.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { wire } from './wiring.ts';

/** Entries of the journal that became durable, beside clients at work. */
export interface Appended {
  /** `1000` a second were asked for, or as many as there is room for. */
  asked: number | 'as many as go';
  perSecond: number;
  /** From the moment an entry was due to its commit. */
  times: Distribution;
  /** Entries due that had no commit yet at the end. */
  behind: number;
  /** Requests a second that clients had answered, each with entries of its own, meanwhile; and when alone. */
  work: number;
  workAlone: number;
}

const normalWork: readonly Bench[] = [read, searchResults, patientByIdentifier, chartInFive];
const clients = 8;

const event = (index: number): DoorEvent => ({
  ...{ action: 'attempt', outcome: 'denied', why: 'bench' },
  actor: {
    ...{ kind: 'practitioner', id: `Practitioner/bench-${index % 500}`, name: 'Bench', profile: 'physician' },
    credential: { kind: 'key', id: 'bench' },
  },
  origin: { request: `bench-${index}`, address: '192.0.2.1', channel: 'bench' },
});

interface Appending {
  count: number;
  times: number[];
  behind: number;
}

/** So many a second, each due at its moment whatever became of those before (an open loop). */
async function appendAt(gate: Gate, rate: number, seconds: number): Promise<Appending> {
  const times: number[] = [];
  const pending = new Set<Promise<void>>();
  const began = performance.now();
  let due = 0;
  while (performance.now() < began + seconds * 1000) {
    const now = performance.now();
    for (; began + (due * 1000) / rate <= now; due++) {
      const moment = began + (due * 1000) / rate;
      const appended: Promise<void> = gate.attempt(event(due)).then(() => {
        times.push(performance.now() - moment);
        pending.delete(appended);
      });
      pending.add(appended);
    }
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  const [count, behind] = [times.length, pending.size];
  await Promise.all(pending);
  return { count, times, behind };
}

/** As many as go, so many at once. */
async function appendMany(gate: Gate, atOnce: number, seconds: number): Promise<Appending> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  let next = 0;
  const runner = async () => {
    while (performance.now() < end) {
      const before = performance.now();
      await gate.attempt(event(next++));
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runner));
  return { count: times.length, times, behind: 0 };
}

/** Clients that read, search and open charts for some seconds; requests a second. */
async function work(ground: OpenGround, seconds: number): Promise<number> {
  const prepared = await Promise.all(normalWork.map(bench => bench.prepare(ground)));
  await measure(1, clients, (index, runner) => prepared[index % prepared.length]!.ours(index, runner));
  const { perSecond } = await measure(seconds, clients, (index, runner) =>
    prepared[index % prepared.length]!.ours(index, runner),
  );
  for (const { close } of prepared) await close?.();
  return perSecond;
}

/** The journal’s own rate beside normal work on the same machine: 1,000 a second for a while, then as many as go. */
export async function journalAppends(ground: OpenGround, seconds: number): Promise<Appended[]> {
  const gate = wire(ground, { refusal: true, journal: true });
  const workAlone = await work(ground, seconds);
  const results: Appended[] = [];
  for (const asked of [1000, 'as many as go'] as const) {
    const append = asked === 1000 ? appendAt(gate, asked, seconds + 1) : appendMany(gate, 128, seconds + 1);
    const [worked, { count, times, behind }] = await Promise.all([work(ground, seconds), append]);
    results.push({
      ...{ asked, perSecond: Math.round(count / (seconds + 1)), times: distributionOf(times), behind },
      ...{ work: Math.round(worked), workAlone: Math.round(workAlone) },
    });
  }
  await gate.close();
  return results;
}
