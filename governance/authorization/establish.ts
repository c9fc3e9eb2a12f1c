import { dayOf } from '@continuum/standards-calendar';
import type { Profile } from '@continuum/trust-access';
import { refuse } from './attempt.ts';
import { type Authorization, authorizationColumns } from './authorizations.ts';
import type { At } from './deps.ts';
import { findOrganization, findPlaces, findStanding } from './registers.ts';
import { conditions } from './rules/conditions.data.ts';
import { byRule } from './rules/refusal.ts';
import { recordStep } from './take-step.ts';

/** Somebody whose authorization is established on the machine itself. */
export interface Established {
  practitioner: string;
  organization: string;
  profile: Exclude<Profile, 'none'>;
  email: string;
}

const onMachine = 'established on the machine';

const unknown = byRule(
  'unknown-person',
  'practitioner ou organization: les registres ne les connaissent pas, ou plus.',
  'practitioner or organization: the registers do not know them, or no more.',
);

const before = `SELECT ${authorizationColumns} FROM service.access_authorization
  WHERE practitioner = $1 AND organization = $2 ORDER BY created DESC LIMIT 1`;

const insertAll = `
  WITH request AS (
    INSERT INTO service.access_request (kind, organization, organization_name, practitioner, practitioner_name, profile,
      places, starts, email, state, submitted, submitted_by, validated_by, accepted_by, since, reason)
    VALUES ('grant', $1, $2, $3, $4, $5, $6, $7, $8, 'accepted', $9, $10, $10, $10, $9, $11) RETURNING id),
  handover AS (
    INSERT INTO service.key_handover (organization, organization_name, practitioner, practitioner_name, email, request,
      state, ordered, ordered_by, since, reason)
    SELECT $1, $2, $3, $4, $8, id, 'handed', $9, $10, $9, $11 FROM request RETURNING id),
  acceptance AS (
    INSERT INTO service.conditions_acceptance (organization, practitioner, version, accepted)
    VALUES ($1, $3, $12, $9) RETURNING id)
  INSERT INTO service.access_authorization (organization, organization_name, practitioner, practitioner_name, profile,
    places, starts, request, handover, acceptance, state, created, since, unsigned)
  SELECT $1, $2, $3, $4, $5, $6, $7, request.id, handover.id, acceptance.id, 'in-force', $9, $9, 'established'
    FROM request, handover, acceptance RETURNING ${authorizationColumns}`;

/**
 * An authorization without the workflow, for the first ones of an installation: whoever has the machine has the
 * authority's keys too, and somebody must be the first. No address leads here. Nobody signs it: it has no act, and says so. One that ended is not begun again.
 */
export async function establish(at: At, asked: Established): Promise<Authorization> {
  const { practitioner, organization: id, profile, email } = asked;
  const [known] = await at.tx.query<Authorization>(before, [practitioner, id]);
  if (known) return known;
  const [person, organization, places] = await Promise.all([
    findStanding(at, practitioner),
    findOrganization(at, id),
    findPlaces(at, id),
  ]);
  if (!person?.active || !organization?.active) refuse(unknown);
  const [row] = await at.tx.query<Authorization>(insertAll, [
    ...[id, organization.name, practitioner, person.name, profile, places.map(place => place.id)],
    ...[dayOf(at.now), email, at.now, at.caller.actor.id, onMachine, conditions.version],
  ]);
  const taken = { to: 'in-force', office: 'platform' } as const;
  await recordStep(at, 'authorization', { ...row!, state: 'none' }, 'establish', taken, onMachine);
  return row!;
}
