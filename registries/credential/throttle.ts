import type { Pool } from '@continuum/record-database';

/** Answer to one more try: go on, or wait. */
type Try =
  | { permitted: true }
  /** `first`: of this wait, the one to journal. */
  | { permitted: false; retryAfterSeconds: number; first: boolean };

/** How many tries, and for how long whoever used them waits. */
interface ThrottleLimits {
  tries: number;
  seconds: number;
}

export interface Throttle {
  /** Counts a try before the secret is looked at, so that tries sent together count too. */
  take(subject: string): Promise<Try>;
  /** The secret was right: earlier tries are forgotten. */
  forget(subject: string): Promise<void>;
}

const guesses: ThrottleLimits = { tries: 5, seconds: 60 };

const takeOne = `
  WITH stale AS (DELETE FROM service.throttle WHERE resets_at < $2 AND subject <> $1)
  INSERT INTO service.throttle AS t (subject, tries, resets_at) VALUES ($1, 1, $3)
  ON CONFLICT (subject) DO UPDATE SET
    tries = CASE WHEN t.resets_at <= $2 THEN 1 ELSE t.tries + 1 END,
    resets_at = CASE WHEN t.resets_at <= $2 OR t.tries < $4 THEN $3 ELSE t.resets_at END
  RETURNING tries, resets_at AS "resetsAt"`;

/**
 * So many tries, then a wait: five and a minute, unless told otherwise. A subject is a name **and** an address: whoever guesses at somebody's
 * secret makes only themself wait. Kept in the database: every process counts together.
 */
export function createThrottle(
  pool: Pool,
  clock: () => Date = () => new Date(),
  { tries, seconds: wait }: ThrottleLimits = guesses,
): Throttle {
  return {
    async take(subject) {
      const now = clock();
      const resets = new Date(now.getTime() + wait * 1000);
      const rows = await pool.query<{ tries: number; resetsAt: Date }>(takeOne, [
        subject,
        now,
        resets,
        tries,
      ]);
      const row = rows[0]!;
      if (row.tries <= tries) return { permitted: true };
      const seconds = Math.ceil((row.resetsAt.getTime() - now.getTime()) / 1000);
      return { permitted: false, retryAfterSeconds: Math.max(1, seconds), first: row.tries === tries + 1 };
    },
    async forget(subject) {
      await pool.query('DELETE FROM service.throttle WHERE subject = $1', [subject]);
    },
  };
}
