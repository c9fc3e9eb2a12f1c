import { DatabaseUnavailable } from './unavailable.ts';

/** How work shares round trips and commits. */
export interface CoalesceLimits {
  /** Weight of one statement: rows. A heavier job travels alone. */
  batch: number;
  /** Statements at the same time. */
  flights: number;
  /** Weight that may wait; beyond, callers are told that the database cannot follow. */
  waiting: number;
}

/** Measured: beyond 64 rows or two statements at once, two processors only wait for each other. */
export const usualLimits: CoalesceLimits = { batch: 64, flights: 2, waiting: 20_000 };

/** Reads wait for no disk: one statement at a time takes more of them along. */
export const readingLimits: CoalesceLimits = { ...usualLimits, flights: 1 };

/** Work of many callers done by few statements. */
export interface Coalesced<Job, Result> {
  /** Resolves with the job's own result once its statement is done; rejects when it failed. */
  put(job: Job): Promise<Result>;
  /** Resolves when everything that was put has been answered. */
  settled(): Promise<void>;
}

interface Waiting<Job, Result> {
  job: Job;
  weight: number;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** Takes jobs from the front, up to the weight of one statement. */
function nextBatch<W extends { weight: number }>(waiting: W[], most: number): W[] {
  let weight = waiting[0]!.weight;
  let count = 1;
  while (count < waiting.length && weight + waiting[count]!.weight <= most)
    weight += waiting[count++]!.weight;
  return waiting.splice(0, count);
}

/**
 * Group commit, and group reading: while statements are under way, what arrives waits and leaves together in the
 * next one. Nothing is delayed on purpose: what comes in one turn of the event loop leaves at its end. When a
 * statement fails, each of its jobs is tried alone, so that a bad one does not take the others down.
 * @param run does all jobs of a batch, and gives their results in the same order.
 */
export function coalesce<Job, Result>(
  run: (jobs: readonly Job[]) => Promise<readonly Result[]>,
  limits: CoalesceLimits = usualLimits,
  weightOf: (job: Job) => number = () => 1,
): Coalesced<Job, Result> {
  const waiting: Waiting<Job, Result>[] = [];
  const flights = new Set<Promise<void>>();
  let weight = 0;
  let leaving = false;

  const alone = async ({ job, resolve, reject }: Waiting<Job, Result>): Promise<void> => {
    await run([job]).then(([result]) => resolve(result!), reject);
  };

  const failed = async (batch: readonly Waiting<Job, Result>[], error: unknown): Promise<void> => {
    // When the database is away, asking it once per job would only make it worse.
    const hopeless = batch.length === 1 || error instanceof DatabaseUnavailable;
    if (hopeless) for (const { reject } of batch) reject(error);
    else for (const one of batch) await alone(one);
  };

  const fly = (batch: readonly Waiting<Job, Result>[]): Promise<void> =>
    run(batch.map(({ job }) => job)).then(
      results => {
        batch.forEach(({ resolve }, at) => {
          resolve(results[at]!);
        });
      },
      error => failed(batch, error),
    );

  const depart = (): void => {
    leaving = false;
    while (waiting.length > 0 && flights.size < limits.flights) {
      const batch = nextBatch(waiting, limits.batch);
      for (const one of batch) weight -= one.weight;
      const flight: Promise<void> = fly(batch).finally(() => {
        flights.delete(flight);
        depart();
      });
      flights.add(flight);
    }
  };

  return {
    put(job) {
      const own = weightOf(job);
      if (weight > 0 && weight + own > limits.waiting)
        return Promise.reject(new DatabaseUnavailable('Too many requests are waiting for the database.'));
      weight += own;
      if (!leaving && flights.size < limits.flights) {
        leaving = true;
        setImmediate(depart);
      }
      return new Promise<Result>((resolve, reject) => waiting.push({ job, weight: own, resolve, reject }));
    },
    async settled() {
      while (flights.size > 0 || leaving) {
        await Promise.all(flights);
        await new Promise(resolve => setImmediate(resolve));
      }
    },
  };
}
