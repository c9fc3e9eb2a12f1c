import { type Pool, statement } from '@continuum/record-database';
import type { Domain, Sight } from '@continuum/trust-access';
import { run } from './statement.ts';
import { visible } from './visible.ts';

/** How many resources of a usager's record a sight shows, by domain; a domain of which it shows none is absent. */
export async function countDomains(
  db: Pool,
  sight: Sight,
  now: Date,
  usager: string,
): Promise<Partial<Record<Domain, number>>> {
  const s = statement();
  const see = visible(sight, now, s);
  const owner = s.param(usager, 'text');
  const text = `SELECT r.domain, count(*)::int AS count FROM ${see.live('r', { usager: owner, owner: true })}
    WHERE r.owner = ${owner} OR r.others @> ARRAY[${owner}] GROUP BY r.domain`;
  const rows = await run<{ domain: Domain; count: number }>(db, text, s);
  return Object.fromEntries(rows.map(({ domain, count }) => [domain, count]));
}
