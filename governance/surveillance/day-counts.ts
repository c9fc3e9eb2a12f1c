import type { Pool, Query } from '@continuum/record-database';
import type { DayCount } from './rules/facts.ts';
import type { ActorDay } from './rules/observation.ts';
import { toDayCount } from './rules/rhythm.ts';

/** The days before that comparisons are made with. */
const daysBefore = 28;

export interface Numbers {
  history: Map<string, DayCount[]>;
  peers: Map<string, number>;
}

/** The numbers of earlier days. */
export interface DayHistory {
  /** Of the actors of these days, all of one calendar day. */
  of(days: readonly ActorDay[]): Promise<Numbers>;
}

const keep = `
  INSERT INTO service.surveillance_day (actor, day, profile, usagers, night)
  SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::int[], $5::int[])
  ON CONFLICT (actor, day) DO UPDATE SET usagers = excluded.usagers, night = excluded.night`;

/** Keeps the numbers of days, those of today as they are so far: again, it changes nothing. */
export async function keepDayCounts({ query }: { query: Query }, days: readonly ActorDay[]): Promise<void> {
  const counts = days.map(toDayCount);
  await query(keep, [
    days.map(({ actor }) => actor.reference),
    days.map(({ day }) => day),
    days.map(({ actor }) => actor.profile),
    counts.map(({ usagers }) => usagers),
    counts.map(({ night }) => night),
  ]);
}

const ownText = `
  SELECT actor, day::text AS day, usagers, night FROM service.surveillance_day
   WHERE actor = ANY ($1) AND day >= $2::date - ${daysBefore} AND day < $2::date ORDER BY actor, day DESC`;

const peersText = `
  SELECT profile, percentile_cont(0.5) WITHIN GROUP (ORDER BY usagers) AS median FROM service.surveillance_day
   WHERE profile = ANY ($1) AND usagers > 0 AND day >= $2::date - ${daysBefore} AND day < $2::date GROUP BY profile`;

/** The numbers that were kept: only days that have ended are compared with, so that they do not move. */
export function keptHistory(pool: Pick<Pool, 'query'>): DayHistory {
  return {
    async of(days) {
      const day = days[0]?.day ?? '1970-01-01';
      const actors = [...new Set(days.map(({ actor }) => actor.reference))];
      const profiles = [...new Set(days.map(({ actor }) => actor.profile))];
      const own = await pool.query<DayCount & { actor: string }>(
        ownText,
        [actors, day],
        'surveillance-own-days',
      );
      const peers = await pool.query<{ profile: string; median: number }>(
        peersText,
        [profiles, day],
        'surveillance-peers',
      );
      const history = new Map<string, DayCount[]>();
      for (const { actor, ...one } of own) history.set(actor, [...(history.get(actor) ?? []), one]);
      return { history, peers: new Map(peers.map(({ profile, median }) => [profile, Number(median)])) };
    },
  };
}
