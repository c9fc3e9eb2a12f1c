import type { Pool } from '@continuum/record-database';
import { practitionerIdOf } from './deps.ts';

/**
 * The condition that an authorization is in force, for a statement that names `service.access_authorization`.
 * @param now placeholder of the moment
 */
export const authorizationCounts = (authorization: string, now: string): string => `(
  ${authorization}.state = 'in-force'
  AND (${now}::timestamptz AT TIME ZONE 'America/Toronto')::date BETWEEN ${authorization}.starts
    AND coalesce(${authorization}.ends, 'infinity'::date))`;

/** An authorization in force: as what somebody comes in, and where. */
export interface InForce {
  id: string;
  profile: string;
  organization: { id: string; name: string };
  places: string[];
}

const select = `
  SELECT a.id, a.profile, a.organization, a.organization_name AS "organizationName", a.places
    FROM service.access_authorization a
   WHERE a.practitioner = $1 AND ${authorizationCounts('a', '$2')} ORDER BY a.created DESC, a.id`;

/**
 * The authorizations of a person that are in force, the newest first.
 * @param holder `Practitioner/<id>`
 */
export async function inForceOf(pool: Pool, holder: string, now: Date): Promise<InForce[]> {
  const rows = await pool.query<
    Omit<InForce, 'organization'> & { organization: string; organizationName: string }
  >(select, [practitionerIdOf(holder), now], 'authorization-in-force');
  return rows.map(({ organization, organizationName, ...row }) => ({
    ...row,
    organization: { id: organization, name: organizationName },
  }));
}
