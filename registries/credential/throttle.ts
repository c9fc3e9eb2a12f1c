import type { Pool } from '@continuum/record-database';

/** Answer to one more try: go on, or wait. */
type Try = { permitted: true } | { permitted: false; retryAfterSeconds: number };

export interface Throttle {
  /** Counts a try before the secret is looked at, so that tries sent together count too. */
  take(subject: string): Promise<Try>;
  /** The secret was right: earlier tries are forgotten. */
  forget(subject: string): Promise<void>;
}

const tries = 5;
const wait = 60_000;

const takeOne = `
  WITH stale AS (DELETE FROM service.throttle WHERE resets_at < $2 AND subject <> $1)
  INSERT INTO service.throttle AS t (subject, tries, resets_at) VALUES ($1, 1, $3)
  ON CONFLICT (subject) DO UPDATE SET
    tries = CASE WHEN t.resets_at <= $2 THEN 1 ELSE t.tries + 1 END,
    resets_at = CASE WHEN t.resets_at <= $2 OR t.tries < ${tries} THEN $3 ELSE t.resets_at END
  RETURNING tries, resets_at AS "resetsAt"`;

/**
 * Five tries, then a minute's wait. A subject is a name **and** an address: whoever guesses at somebody's
 * secret makes only themself wait. Kept in the database: every process counts together.
 */
export function createThrottle(pool: Pool, clock: () => Date = () => new Date()): Throttle {
  return {
    async take(subject) {
      const now = clock();
      const resets = new Date(now.getTime() + wait);
      const rows = await pool.query<{ tries: number; resetsAt: Date }>(takeOne, [subject, now, resets]);
      const row = rows[0]!;
      if (row.tries <= tries) return { permitted: true };
      const seconds = Math.ceil((row.resetsAt.getTime() - now.getTime()) / 1000);
      return { permitted: false, retryAfterSeconds: Math.max(1, seconds) };
    },
    async forget(subject) {
      await pool.query('DELETE FROM service.throttle WHERE subject = $1', [subject]);
    },
  };
}
