import type { Pool } from '@continuum/record-database';
import type { Gate } from '@continuum/record-gate';
import { placesOf } from '@continuum/registries-organization';
import { platformActor } from '@continuum/trust-access';
import { type Authorization, authorizationColumns } from './authorizations.ts';
import { type Caller, practitionerIdOf } from './deps.ts';
import { type Held, heldBy } from './offices.ts';
import { conditions } from './rules/conditions.data.ts';
import { securityQuestions } from './rules/security-questions.data.ts';
import type { ChosenQuestions } from './self-service/security-answers.ts';

interface Reach {
  organization: string;
  organizationName: string;
  name: string;
  email: string;
}

/** How intervenants reach those who help them. */
export interface Support {
  /** The service of tele-verification, for keys. */
  keysPhone: string;
  keysEmail: string;
  centrePhone: string;
  centreEmail: string;
}

/** What somebody sees of their own access. */
export interface Mine {
  /** The offices they hold, and where. */
  offices: (Held | (Omit<Held, 'office'> & { office: 'operations' }))[];
  authorizations: Authorization[];
  acceptances: { organization: string; version: string; accepted: Date }[];
  /** Their GAA, by organization, and how to reach them. */
  managers: Reach[];
  /** Who verifies identity in person: of the organization or its territory, or else of any. */
  verifiers: (Reach & { region: string | null })[];
  support: Support;
  /** Names of the places that their authorizations are for, by their id. */
  placeNames: Record<string, string>;
  /** Which security questions they chose, and when; undefined: none. */
  securityQuestions?: ChosenQuestions | undefined;
  /** Those that may be chosen. */
  questions: typeof securityQuestions;
  conditions: typeof conditions;
}

const managers = `
  SELECT g.organization, g.organization_name AS "organizationName", g.practitioner_name AS name, g.email FROM service.gaa_designation g
   WHERE g.state = 'in-force' AND g.organization IN (
     SELECT organization FROM service.access_authorization WHERE practitioner = $1 AND state <> 'ended')
   ORDER BY g.organization, g.practitioner_name`;

const verifiers = `
  WITH places AS (SELECT organization FROM service.access_authorization WHERE practitioner = $1 AND state <> 'ended'),
  all_of_them AS (
    SELECT organization, organization_name AS "organizationName", practitioner_name AS name, email,
           coalesce(g.region, r.region) AS region,
           organization IN (SELECT organization FROM places) OR coalesce(g.region, r.region) IN (
             SELECT t.region FROM places JOIN service.organization_region t USING (organization)) IS TRUE AS near
      FROM service.access_agent g LEFT JOIN service.organization_region r USING (organization) WHERE state = 'in-force' AND office = 'avi' AND EXISTS (SELECT FROM places))
  SELECT organization, "organizationName", name, email, region FROM all_of_them
   WHERE near OR NOT EXISTS (SELECT FROM all_of_them WHERE near) ORDER BY region, name LIMIT 20`;

const chosenQuestions = `SELECT version, questions, set_at AS "setAt" FROM service.security_answers WHERE practitioner = $1`;

/** Places have the names that the register gives them now. */
async function placeNamesOf(
  gate: Pick<Gate, 'open'>,
  { origin }: Caller,
  authorizations: readonly Authorization[],
): Promise<Record<string, string>> {
  const access = gate.open(platformActor, { of: 'HOPERAT' }, origin);
  const organizations = new Set(authorizations.map(({ organization }) => organization));
  const places = await Promise.all([...organizations].map(id => placesOf(access, id)));
  return Object.fromEntries(places.flat().map(({ id, name }) => [id, name]));
}

/** What somebody sees of their own access: it needs no office and no profile. */
export async function mineOf(
  pool: Pool,
  { gate, support }: { gate: Pick<Gate, 'open'>; support: Support },
  caller: Caller,
): Promise<Mine> {
  const me = practitionerIdOf(caller.actor.id);
  const own = `SELECT ${authorizationColumns} FROM service.access_authorization WHERE practitioner = $1 ORDER BY created DESC`;
  const accepted = `SELECT organization, version, accepted FROM service.conditions_acceptance
    WHERE practitioner = $1 ORDER BY accepted DESC`;
  const [offices, authorizations, acceptances, reached, near, [chosen]] = await Promise.all([
    heldBy({ tx: pool, caller }),
    pool.query<Authorization>(own, [me]),
    pool.query<Mine['acceptances'][number]>(accepted, [me]),
    pool.query<Reach>(managers, [me]),
    pool.query<Mine['verifiers'][number]>(verifiers, [me]),
    pool.query<ChosenQuestions>(chosenQuestions, [me]),
  ]);
  const operates = caller.actor.profile === 'operations';
  return {
    offices: [
      ...(operates ? [{ office: 'operations' as const, organization: '', organizationName: '' }] : []),
      ...offices,
    ],
    ...{ authorizations, acceptances, managers: reached, verifiers: near, conditions },
    ...{ support, securityQuestions: chosen, questions: securityQuestions },
    placeNames: await placeNamesOf(gate, caller, authorizations),
  };
}
