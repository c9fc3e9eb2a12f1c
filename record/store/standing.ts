import { type Coalesced, coalesce, type Pool, readingLimits } from '@continuum/record-database';
import { type Key, keyOf, type Standing } from './row.ts';
import { run } from './statement.ts';

/** What stands under an id, with the source that sent it; seen by nobody. */
export type Known = Standing & { source: string | null };

/** Looks up what stands under ids, for the writers of many requests at once. */
export type StandingReader = Coalesced<readonly Key[], ReadonlyMap<string, Known>>;

const text = `SELECT r.owner, r.type, r.id, r.version, r.updated, r.domain, r.collected, r.others, r.deleted, r.body,
    d.source
  FROM unnest($1::text[], $2::text[]) AS k (type, id)
  JOIN record.resource r ON r.type = k.type AND r.id = k.id
  LEFT JOIN record.deposit d ON d.id = r.deposit`;

/** Reads without a lock: whoever writes says which version it has seen. */
export const standingReader = (pool: Pool): StandingReader =>
  coalesce(async jobs => {
    const keys = jobs.flat();
    const values = [keys.map(({ type }) => type), keys.map(({ id }) => id)];
    const rows = await run<Known>(pool, text, { values });
    const found = new Map(rows.map(row => [keyOf(row), row]));
    return jobs.map(() => found);
  }, readingLimits);
