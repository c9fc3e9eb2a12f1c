import type { Pool } from '@continuum/record-database';
import type { Profile } from '@continuum/trust-access';
import { practitionerIdOf } from './deps.ts';

/**
 * The condition that an authorization is in force, for a statement that names `service.access_authorization`.
 * @param now placeholder of the moment
 */
const authorizationCounts = (authorization: string, now: string): string => `(
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

const withProfile = `
  SELECT DISTINCT a.organization FROM service.access_authorization a
   WHERE a.profile = $1 AND ${authorizationCounts('a', '$2')}`;

/** Ids of the Organizations where somebody comes in under that profile. */
export async function organizationsWith(pool: Pool, profile: Profile, now: Date): Promise<string[]> {
  const rows = await pool.query<{ organization: string }>(withProfile, [profile, now], 'organizations-with');
  return rows.map(({ organization }) => organization);
}

/**
 * The condition that an actor comes in by an authorization in force, for a statement that has the actor as jsonb:
 * `ActorCounts` of the room of sessions. Who has no profile has nothing that could end.
 */
export const actorCounts = (actor: string, now: string): string => `
  CASE WHEN ${actor}->>'kind' <> 'practitioner' OR ${actor}->>'profile' = 'none' THEN true
       ELSE EXISTS (SELECT FROM service.access_authorization a
             WHERE a.id = (${actor}->>'authorization')::uuid AND 'Practitioner/' || a.practitioner = ${actor}->>'id'
               AND a.profile = ${actor}->>'profile' AND ${authorizationCounts('a', now)}) END`;
