import { dayOf } from '@continuum/standards-calendar';
import { follow, lock } from '../authorizations.ts';
import type { AuthorizationDeps, Caller } from '../deps.ts';

const over = `SELECT id FROM service.access_authorization
  WHERE state <> 'ended' AND ends IS NOT NULL AND ends < $1::date ORDER BY ends, id LIMIT 1000`;

/**
 * Says *ended* of each authorization whose last day has passed, each in its own transaction. It opened nothing since.
 * Resolves to how many.
 */
export async function endExpired(deps: AuthorizationDeps, caller: Caller, now: Date): Promise<number> {
  let ended = 0;
  const found = await deps.pool.query<{ id: string }>(over, [dayOf(now)]);
  for (const { id } of found)
    await deps.pool.transaction(async tx => {
      const at = { deps, tx, caller, now };
      const row = await lock(at, id);
      if (row === undefined || row.state === 'ended' || row.ends === null || row.ends >= dayOf(now)) return;
      await follow(at, row, 'expire');
      ended++;
    });
  return ended;
}
