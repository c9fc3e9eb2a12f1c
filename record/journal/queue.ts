import { DatabaseUnavailable } from '@continuum/record-database';
import type { Row } from './row.ts';
import { JournalUnavailable } from './unavailable.ts';

/** How entries share round trips and commits. */
export interface QueueLimits {
  /** Rows of one statement. */
  batch: number;
  /** Statements at the same time. */
  flights: number;
  /** Rows that may wait; beyond, the journal says that it cannot follow. */
  waiting: number;
}

export const usualLimits: QueueLimits = { batch: 64, flights: 2, waiting: 20_000 };

interface Waiting {
  row: Row;
  resolve(): void;
  reject(error: unknown): void;
}

export interface Queue {
  /** Resolves once every row is committed; rejects when one is not. */
  put(rows: readonly Row[]): Promise<void>;
  /** Resolves when everything that was put has been answered. */
  settled(): Promise<void>;
}

const failure = (error: unknown): unknown =>
  error instanceof DatabaseUnavailable ? new JournalUnavailable(error.message, { cause: error }) : error;

/**
 * Group commit: while statements are under way, what arrives waits and leaves together in the next one.
 * Nothing is delayed on purpose: a lone entry leaves at once.
 */
export function createQueue(
  insert: (rows: readonly Row[]) => Promise<void>,
  limits: QueueLimits = usualLimits,
): Queue {
  const waiting: Waiting[] = [];
  const flights = new Set<Promise<void>>();

  // One bad row must not take the others down with it.
  const alone = async ({ row, resolve, reject }: Waiting): Promise<void> => {
    await insert([row]).then(resolve, error => reject(failure(error)));
  };

  const fly = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await insert(batch.map(({ row }) => row));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // When the database is away, asking it once per row would only make it worse.
      if (error instanceof DatabaseUnavailable) for (const { reject } of batch) reject(failure(error));
      else for (const one of batch) await alone(one);
    }
  };

  const depart = (): void => {
    while (waiting.length > 0 && flights.size < limits.flights) {
      const flight: Promise<void> = fly(waiting.splice(0, limits.batch)).finally(() => {
        flights.delete(flight);
        depart();
      });
      flights.add(flight);
    }
  };

  return {
    async put(rows) {
      if (waiting.length + rows.length > limits.waiting && waiting.length > 0)
        throw new JournalUnavailable('Too many accesses are waiting.');
      const done = rows.map(
        row => new Promise<void>((resolve, reject) => waiting.push({ row, resolve, reject })),
      );
      depart();
      await Promise.all(done);
    },
    async settled() {
      while (flights.size > 0) await Promise.all(flights);
    },
  };
}
