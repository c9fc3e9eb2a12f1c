import { type CoalesceLimits, coalesce, DatabaseUnavailable } from '@continuum/record-database';
import type { Row } from './row.ts';
import { JournalUnavailable } from './unavailable.ts';

export interface Queue {
  /** Resolves once every row is committed; rejects when one is not. */
  put(rows: readonly Row[]): Promise<void>;
  /** Resolves when everything that was put has been answered. */
  settled(): Promise<void>;
}

const failure = (error: unknown): unknown =>
  error instanceof DatabaseUnavailable ? new JournalUnavailable(error.message, { cause: error }) : error;

/** Entries share round trips and commits. */
export function createQueue(insert: (rows: readonly Row[]) => Promise<void>, limits?: CoalesceLimits): Queue {
  const { put, settled } = coalesce<readonly Row[], void>(
    async jobs => {
      await insert(jobs.flat());
      return jobs.map(() => undefined);
    },
    limits,
    rows => rows.length,
  );
  return {
    put: async rows => {
      if (rows.length > 0) await put(rows).catch(error => Promise.reject(failure(error)));
    },
    settled,
  };
}
