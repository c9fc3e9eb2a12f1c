import type { Pool, Tx } from './pool.ts';

/** What came of a row: it is done; it is not, and is left; nor would any other be done now. */
export type Worked = 'done' | 'left' | 'stop';

/**
 * Works off what waits in a table: one row after the other, each in a transaction of its own, until none is left whose time it is. `FOR
 * UPDATE SKIP LOCKED LIMIT 1` belongs to `take`: each row is then taken by one process, and what a killed one had taken is free again.
 * @param take gives the next row; undefined: there is none
 * @param work does what the row asks for, and writes that it is done, or when it is tried again
 * @returns how many were done, and how many were not
 */
export async function workOff<Row>(
  pool: Pick<Pool, 'transaction'>,
  take: (tx: Tx) => Promise<Row | undefined>,
  work: (tx: Tx, row: Row) => Promise<Worked>,
): Promise<{ done: number; left: number }> {
  const result = { done: 0, left: 0 };
  for (;;) {
    const was = await pool.transaction(async tx => {
      const row = await take(tx);
      return row && (await work(tx, row));
    });
    if (was === undefined) return result;
    result[was === 'done' ? 'done' : 'left']++;
    if (was === 'stop') return result;
  }
}
