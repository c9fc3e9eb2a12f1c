import type { AuthorizationDeps, Caller } from '../deps.ts';
import { findOrganization } from '../registers.ts';

/** Those where somebody has an access or an office, whose region was not read for a day. */
const stale = `
  SELECT DISTINCT of.organization FROM (
    SELECT organization FROM service.access_authorization WHERE state <> 'ended'
    UNION SELECT organization FROM service.access_agent WHERE state = 'in-force') AS of
    LEFT JOIN service.organization_region r USING (organization)
   WHERE r.read_at IS NULL OR r.read_at < $1::timestamptz - interval '1 day' ORDER BY 1 LIMIT 500`;

const asRead = `
  INSERT INTO service.organization_region (organization, read_at) SELECT unnest($1::text[]), $2
  ON CONFLICT (organization) DO UPDATE SET read_at = excluded.read_at`;

/**
 * Reads again in which region organizations are, some at a time: what an AVI reaches follows the register within a day.
 * Resolves to how many were read.
 */
export async function readRegions(deps: AuthorizationDeps, caller: Caller, now: Date): Promise<number> {
  const rows = await deps.pool.query<{ organization: string }>(stale, [now]);
  const ids = rows.map(({ organization }) => organization);
  const at = { deps, tx: deps.pool, caller, now };
  for (const id of ids) await findOrganization(at, id);
  await deps.pool.query(asRead, [ids, now]);
  return ids.length;
}
