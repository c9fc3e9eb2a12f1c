import type { Pool } from '@continuum/record-database';
import { networkOf } from './caller.ts';

/** What trying a name at an address comes to. */
export interface TriedName {
  /** False: too many other names were tried from there, and not opened. */
  permitted: boolean;
  /** Whether that name was opened from there lately: its holder goes on, whoever else tries. */
  known: boolean;
  retryAfterSeconds: number;
}

/** Names at one address that were tried with a secret that does not open them. */
export interface TriedNames {
  /** Counts a try before the secret is looked at. The answer is the caller's alone, until the secret was found right. */
  take(name: string, address: string): Promise<TriedName>;
  /** The secret was right. */
  opened(name: string, address: string): Promise<void>;
}

const window = 3600;
const remembered = 30 * 86_400;

// Names are kept as hashes: people type passwords where names go.
const hashed = `(SELECT sha256(convert_to(concat_ws('|', secret, $2::text), 'UTF8')) FROM service.credential_decoy)`;

const alone = `SELECT pg_advisory_xact_lock(hashtextextended('tried names ' || $1, 0))`;

const counted = `
  SELECT coalesce(bool_or(opened) FILTER (WHERE name = ${hashed}), false) AS known,
         (count(*) FILTER (WHERE NOT opened AND name <> ${hashed}))::int AS others,
         min(until) FILTER (WHERE NOT opened) AS soonest
    FROM service.tried_name WHERE network = $1 AND until > $3`;

const noted = `
  WITH stale AS (DELETE FROM service.tried_name WHERE until < $3 AND NOT (network = $1 AND name = ${hashed}))
  INSERT INTO service.tried_name AS t (network, name, until, opened) VALUES ($1, ${hashed}, $4, false)
  ON CONFLICT (network, name) DO UPDATE SET
    until = CASE WHEN t.opened AND t.until > $3 THEN t.until ELSE $4 END, opened = t.opened AND t.until > $3`;

const openedName = `
  UPDATE service.tried_name SET opened = true, until = $3 WHERE network = $1 AND name = ${hashed}`;

interface Counted {
  known: boolean;
  others: number;
  soonest: Date | null;
}

/**
 * One password tried on many names: so many names an hour from one address (IPv6: one /64) that were not opened, and no more. In the
 * database, for every process together. A name that was opened from there within thirty days is let in with its secret all the same,
 * so that nobody locks out those who share their address; whoever asks learns of it only by that secret.
 * @param most names that may fail from one address in an hour
 */
export function createTriedNames(pool: Pool, most: number, clock: () => Date = () => new Date()): TriedNames {
  const after = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);
  return {
    take(name, address) {
      const network = networkOf(address);
      const now = clock();
      return pool.transaction(async tx => {
        await tx.query(alone, [network]);
        const [found] = await tx.query<Counted>(counted, [network, name, now]);
        const { known, others, soonest } = found!;
        const permitted = others < most;
        if (permitted) await tx.query(noted, [network, name, now, after(now, window)]);
        const wait = soonest ? Math.ceil((soonest.getTime() - now.getTime()) / 1000) : 1;
        return { permitted, known, retryAfterSeconds: Math.max(1, wait) };
      });
    },
    async opened(name, address) {
      await pool.query(openedName, [networkOf(address), name, after(clock(), remembered)]);
    },
  };
}
