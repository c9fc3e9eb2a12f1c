import type { AccessRequest } from './access-request.ts';
import { type At, holderOf, practitionerIdOf } from './deps.ts';
import { type HandoverState, handoverMachine } from './machine/handover.data.ts';
import { notifyOffice } from './notice.ts';
import { following, recordStep } from './take-step.ts';

export interface Handover {
  id: string;
  organization: string;
  organizationName: string;
  practitioner: string;
  practitionerName: string;
  email: string;
  request: string;
  state: HandoverState;
  ordered: Date;
  orderedBy: string;
  since: Date;
  avi: string | null;
  reason: string | null;
}

export const handoverColumns = `id, organization, organization_name AS "organizationName", practitioner,
  practitioner_name AS "practitionerName", email, request, state, ordered, ordered_by AS "orderedBy", since, avi, reason`;

/** As a list has them: with the region of the place where the person has their access, which says which AVI is theirs. */
export const handoverRows = `(
  SELECT h.*, r.region FROM service.key_handover h LEFT JOIN service.organization_region r USING (organization))`;

/** The handover under way for a person, or the last that was completed. */
const known = `
  SELECT ${handoverColumns} FROM service.key_handover
   WHERE practitioner = $1 AND state <> 'stopped' ORDER BY (state = 'handed'), since DESC LIMIT 1 FOR UPDATE`;

const insert = `
  INSERT INTO service.key_handover (organization, organization_name, practitioner, practitioner_name, email, request,
    state, ordered, ordered_by, since)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8) RETURNING ${handoverColumns}`;

const hasActiveKey = async ({ deps }: At, practitioner: string): Promise<boolean> =>
  (await deps.keys.list(holderOf(practitioner))).some(({ state }) => state === 'active');

async function order(
  at: At,
  request: AccessRequest,
  by = practitionerIdOf(at.caller.actor.id),
): Promise<Handover> {
  const to = following(handoverMachine, 'none', 'order')!;
  const { organization, organizationName, practitioner, practitionerName, email } = request;
  const values = [
    organization,
    organizationName,
    practitioner,
    practitionerName,
    email,
    request.id,
    to,
    at.now,
    by,
  ];
  const [row] = await at.tx.query<Handover>(insert, values);
  await recordStep(at, 'handover', { ...row!, state: 'none' }, 'order', { to, office: 'platform' });
  const facts = { person: practitionerName, organization: organizationName };
  await notifyOffice(at, { subject: row!, template: 'handover-ordered', facts }, 'tvi');
  return row!;
}

/**
 * The handover that an accepted request rests on: the one under way for that person, the one that was completed while
 * their key still counts, or else a new one.
 */
export async function orderHandover(
  at: At,
  request: AccessRequest,
): Promise<{ handover: string; handed: boolean }> {
  const [before] = await at.tx.query<Handover>(known, [request.practitioner]);
  if (before !== undefined && before.state !== 'handed') return { handover: before.id, handed: false };
  if (before && (await hasActiveKey(at, request.practitioner))) return { handover: before.id, handed: true };
  return { handover: (await order(at, request)).id, handed: false };
}

/**
 * Orders another key for somebody who has an access already: the handover under way, or a new one, for which whoever accepted
 * their request answers. Their identity is verified in it like the first time.
 */
export async function orderAnother(at: At, request: AccessRequest, acceptedBy: string): Promise<string> {
  const [before] = await at.tx.query<Handover>(known, [request.practitioner]);
  return before && before.state !== 'handed' ? before.id : (await order(at, request, acceptedBy)).id;
}

const unneeded = `
  SELECT ${handoverColumns} FROM service.key_handover h
   WHERE practitioner = $1 AND state NOT IN ('handed', 'stopped')
     AND NOT EXISTS (SELECT FROM service.access_authorization a WHERE a.state <> 'ended'
           AND (a.handover = h.id OR (a.practitioner = h.practitioner
             AND EXISTS (SELECT FROM service.key_unblocking u WHERE u.handover = h.id))))
   FOR UPDATE`;

/** Stops the handover of a key that no authorization waits for any more. */
export async function stopUnneeded(at: At, practitioner: string): Promise<void> {
  for (const row of await at.tx.query<Handover>(unneeded, [practitioner])) {
    const to = following(handoverMachine, row.state, 'stop');
    if (to === undefined) continue;
    await at.tx.query('UPDATE service.key_handover SET state = $2, since = $3 WHERE id = $1', [
      row.id,
      to,
      at.now,
    ]);
    await recordStep(at, 'handover', row, 'stop', { to, office: 'platform' });
  }
}
