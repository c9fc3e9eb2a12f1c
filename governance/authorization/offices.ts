import { type At, type Caller, practitionerIdOf } from './deps.ts';
import type { Office } from './machine/machine.ts';

/** What somebody’s offices are asked about. */
export interface Concern {
  organization: string;
  practitioner?: string;
  /** The AVI whom it was handed over to. */
  avi?: string | null;
}

const held = `
  SELECT office, organization, "organizationName" FROM (
    SELECT 'gaa' AS office, organization, organization_name AS "organizationName"
      FROM service.gaa_designation WHERE practitioner = $1 AND state = 'in-force'
    UNION ALL
    SELECT office, organization, organization_name
      FROM service.access_agent WHERE practitioner = $1 AND state = 'in-force') AS held
   WHERE coalesce((SELECT CASE WHEN a.state = 'ended' AND office = 'gaa' THEN 'none' ELSE a.state END
                     FROM service.access_authorization a
                    WHERE a.practitioner = $1 AND a.organization = held.organization
                    ORDER BY (a.state = 'ended'), a.created DESC LIMIT 1), 'none') NOT IN ('suspended', 'ended')`;

/** A place among those where somebody holds an office. */
export interface Held {
  office: 'gaa' | 'aga' | 'tvi' | 'avi';
  organization: string;
  organizationName: string;
}

/**
 * The offices that somebody holds, wherever. Nobody does through an application, from a device that is not declared, nor a
 * citizen or a system; nobody where their own authorization is suspended, under whichever other they come in; and an agent only while
 * they come in under some authorization, and the one where they are appointed has not ended. A GAA may have none of their own.
 */
export async function heldBy({ tx, caller: { actor } }: Pick<At, 'tx' | 'caller'>): Promise<Held[]> {
  if (actor.kind !== 'practitioner' || actor.application !== undefined) return [];
  if (actor.remote?.at === 'undeclared') return [];
  const found = await tx.query<Held>(held, [practitionerIdOf(actor.id)]);
  return actor.profile === 'none' ? found.filter(({ office }) => office === 'gaa') : found;
}

const counts = ({ office, organization }: Held, me: string, concern: Concern): boolean => {
  if (office === 'gaa') return organization === concern.organization;
  return office !== 'avi' || concern.avi === me;
};

/** Among the offices that somebody holds, those in which they may act on what concerns a person at an organization. */
export function officesAmong(held: readonly Held[], { actor }: Caller, concern: Concern): Office[] {
  if (actor.kind !== 'practitioner' || actor.application !== undefined) return [];
  const me = practitionerIdOf(actor.id);
  const offices = held.filter(one => counts(one, me, concern)).map(({ office }) => office);
  return [
    ...(actor.profile === 'operations' ? (['operations'] as const) : []),
    ...new Set(offices),
    ...(concern.practitioner === me ? (['intervenant'] as const) : []),
  ];
}

/** As what somebody may act on what concerns a person at an organization. */
export const officesOf = async (at: At, concern: Concern): Promise<Office[]> =>
  officesAmong(await heldBy(at), at.caller, concern);
