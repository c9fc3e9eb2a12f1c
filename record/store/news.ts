import type { Pool } from '@continuum/record-database';

/** Whether anything was written from one horizon to the next one, which is given: no row, and nothing of one. */
export async function newsSince(
  db: Pool,
  horizon: string | undefined,
): Promise<{ horizon: string; some: boolean }> {
  const [row] = await db.query<{ horizon: string; some: boolean }>(
    `SELECT h.ended::text AS horizon, $1::text IS NULL OR EXISTS (SELECT FROM record.resource
       WHERE changed >= $1::text::xid8 AND changed < h.ended) AS some
     FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS ended) h`,
    [horizon ?? null],
    'event-news',
  );
  return row!;
}
