import type { OpenGround } from '../ground.ts';
import { type ChartCost, chartOverhead } from './chart-overhead.ts';
import { toLine } from './distribution.ts';
import { hiddenOrAbsent, type Told } from './hidden-or-absent.ts';
import { type Appended, journalAppends } from './journal-appends.ts';

/** The benches of what earns trust, by the names that `--only` takes. */
export const trustBenches = ['overhead', 'hidden', 'appends'] as const;

/** What they gave. */
export interface TrustResults {
  overhead?: ChartCost[];
  hidden?: Told[];
  appends?: Appended[];
}

type Say = (line: string) => void;

const columns = (widths: readonly number[]) => (cells: readonly (string | number)[]) =>
  cells
    .map((cell, at) => (at === 0 ? String(cell).padEnd(widths[0]!) : String(cell).padStart(widths[at]!)))
    .join(' ');

async function overhead(ground: OpenGround, concurrencies: readonly number[], seconds: number, say: Say) {
  const row = columns([22, 18, 8, 10, 24, 12, 14]);
  say(
    '\nA chart at the door: who it is and five searches, by a physician; both off is a door that the bench makes.',
  );
  say(row(['wiring', 'usager', 'at once', 'per second', 'p50 / p95 / p99 ms', 'mean ratio', 'median ratio']));
  const costs = await chartOverhead(ground, concurrencies, seconds);
  for (const { wiring, usager, concurrency, perSecond, times, ratio, medianRatio } of costs)
    say(row([wiring, usager, concurrency, perSecond, toLine(times), ratio, medianRatio]));
  return costs;
}

async function hidden(ground: OpenGround, seconds: number, say: Say) {
  const row = columns([20, 8, 24, 24, 8, 7, 9]);
  say(
    '\nHidden by a refusal, or absent: the same answer. A: how often hidden takes longer (0.5: nobody can tell).',
  );
  say(row(['door', 'each', 'hidden p50/p95/p99', 'absent p50/p95/p99', 'µs', 'A', 'p']));
  const told = await hiddenOrAbsent(ground, seconds);
  for (const { door, hidden: one, absent, difference, a, p } of told)
    say(row([door, one.count, toLine(one), toLine(absent), difference, a.toFixed(3), p.toPrecision(2)]));
  return told;
}

async function appends(ground: OpenGround, seconds: number, say: Say) {
  const row = columns([16, 10, 24, 8, 14, 12]);
  say('\nEntries of the journal, durable, beside clients that read, search and open charts (8 at once).');
  say(row(['asked a second', 'appended/s', 'p50 / p95 / p99 ms', 'behind', 'requests/s', 'alone']));
  const results = await journalAppends(ground, seconds);
  for (const { asked, perSecond, times, behind, work, workAlone } of results)
    say(row([asked, perSecond, toLine(times), behind, work, workAlone]));
  return results;
}

/** Runs those that are chosen over a ground; what only reads first. */
export async function runTrust(
  ground: OpenGround,
  chosen: ReadonlySet<string>,
  { concurrencies, seconds, say }: { concurrencies: readonly number[]; seconds: number; say: Say },
): Promise<TrustResults> {
  return {
    ...(chosen.has('hidden') && { hidden: await hidden(ground, 2 * seconds, say) }),
    ...(chosen.has('overhead') && { overhead: await overhead(ground, concurrencies, seconds, say) }),
    ...(chosen.has('appends') && { appends: await appends(ground, 3 * seconds, say) }),
  };
}
