import type { Pool } from '@continuum/record-database';
import { type Authorization, authorizationColumns } from './authorizations.ts';
import { type Caller, practitionerIdOf } from './deps.ts';
import { type Held, heldBy } from './offices.ts';
import { conditions } from './rules/conditions.data.ts';

interface Reach {
  organization: string;
  name: string;
  email: string;
}

/** What somebody sees of their own access. */
export interface Mine {
  /** The offices they hold, and where. */
  offices: (Held | (Omit<Held, 'office'> & { office: 'operations' }))[];
  authorizations: Authorization[];
  acceptances: { organization: string; version: string; accepted: Date }[];
  /** Their GAA, by organization, and how to reach them. */
  managers: Reach[];
  conditions: typeof conditions;
}

const managers = `
  SELECT g.organization, g.practitioner_name AS name, g.email FROM service.gaa_designation g
   WHERE g.state = 'in-force' AND g.organization IN (
     SELECT organization FROM service.access_authorization WHERE practitioner = $1 AND state <> 'ended')
   ORDER BY g.organization, g.practitioner_name`;

/** What somebody sees of their own access: it needs no office and no profile. */
export async function mineOf(pool: Pool, caller: Caller): Promise<Mine> {
  const me = practitionerIdOf(caller.actor.id);
  const own = `SELECT ${authorizationColumns} FROM service.access_authorization WHERE practitioner = $1 ORDER BY created DESC`;
  const accepted = `SELECT organization, version, accepted FROM service.conditions_acceptance
    WHERE practitioner = $1 ORDER BY accepted DESC`;
  const [offices, authorizations, acceptances, reached] = await Promise.all([
    heldBy({ tx: pool, caller }),
    pool.query<Authorization>(own, [me]),
    pool.query<Mine['acceptances'][number]>(accepted, [me]),
    pool.query<Reach>(managers, [me]),
  ]);
  const operates = caller.actor.profile === 'operations';
  return {
    offices: [
      ...(operates ? [{ office: 'operations' as const, organization: '', organizationName: '' }] : []),
      ...offices,
    ],
    ...{ authorizations, acceptances, managers: reached, conditions },
  };
}
