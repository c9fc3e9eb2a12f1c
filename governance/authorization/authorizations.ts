import type { AccessRequest } from './access-request.ts';
import { orRefuse, refuse, refuseUnknown } from './attempt.ts';
import { type At, holderOf, practitionerIdOf } from './deps.ts';
import type { GrantAct } from './grant/signed-grant.ts';
import { orderHandover, stopUnneeded } from './handover-order.ts';
import {
  type AuthorizationEvent,
  type AuthorizationState,
  authorizationMachine,
} from './machine/authorization.data.ts';
import { type Notice, notifyManagers, notifyPerson } from './notice.ts';
import { officesOf } from './offices.ts';
import { lapseReview } from './review/lapse-review.ts';
import { conditions } from './rules/conditions.data.ts';
import { byRule } from './rules/refusal.ts';
import { following, mayStep, recordStep, type Taken } from './take-step.ts';

export interface Authorization {
  id: string;
  organization: string;
  organizationName: string;
  practitioner: string;
  practitionerName: string;
  profile: string;
  places: string[];
  starts: string;
  ends: string | null;
  request: string;
  replaces: string | null;
  handover: string | null;
  acceptance: string | null;
  state: AuthorizationState;
  created: Date;
  since: Date;
  ended: Date | null;
  reason: string | null;
  /** The act with which it was granted, signed: `PractitionerRole/<id>`, and its version. */
  act: string | null;
  actVersion: number | null;
  /** Why there is none: established on the machine, or granted before grants were signed. */
  unsigned: 'established' | 'earlier' | null;
}

export const authorizationColumns = `id, organization, organization_name AS "organizationName", practitioner,
  practitioner_name AS "practitionerName", profile, places, starts, ends, request, replaces, handover, acceptance,
  state, created, since, ended, reason, act, act_version AS "actVersion", unsigned`;

/** The authorization of a person at an organization that has not ended, locked; undefined when there is none. */
export async function lockLive(
  at: At,
  organization: string,
  practitioner: string,
): Promise<Authorization | undefined> {
  const text = `SELECT ${authorizationColumns} FROM service.access_authorization
    WHERE organization = $1 AND practitioner = $2 AND state <> 'ended' FOR UPDATE`;
  return (await at.tx.query<Authorization>(text, [organization, practitioner]))[0];
}

const update = `
  UPDATE service.access_authorization
     SET state = $2, since = $3, ended = CASE WHEN $2 = 'ended' THEN $3::timestamptz END, reason = $4,
         handover = coalesce(handover, $5), acceptance = coalesce(acceptance, $6)
   WHERE id = $1 RETURNING ${authorizationColumns}`;

interface Gained {
  handover?: string;
  acceptance?: string;
}

/** Where the holder of an authorization is written to. */
export const emailOf = async ({ tx }: At, { request }: Authorization): Promise<string> => {
  const text = 'SELECT email FROM service.access_request WHERE id = $1';
  return (await tx.query<{ email: string }>(text, [request]))[0]!.email;
};

const toNotice = (row: Authorization, reason?: string): Omit<Notice, 'template'> => ({
  subject: row,
  facts: { person: row.practitionerName, organization: row.organizationName, ...(reason && { reason }) },
});

/** Those who are told of the states that somebody waits for. */
async function tell(at: At, row: Authorization, reason?: string): Promise<void> {
  const template = { 'in-force': 'in-force', ended: 'ended', 'awaiting-acceptance': 'key-handed' } as const;
  const { state } = row;
  if (state !== 'in-force' && state !== 'ended' && state !== 'awaiting-acceptance') return;
  const notice = { ...toNotice(row, reason), template: template[state] };
  await notifyPerson(at, notice, row.practitioner, await emailOf(at, row));
  if (state !== 'awaiting-acceptance') await notifyManagers(at, notice);
}

async function write(
  at: At,
  row: Authorization,
  event: AuthorizationEvent,
  taken: Taken<AuthorizationState>,
  { reason, handover, acceptance }: Gained & { reason?: string } = {},
): Promise<Authorization> {
  const values = [row.id, taken.to, at.now, reason ?? null, handover ?? null, acceptance ?? null];
  const [written] = await at.tx.query<Authorization>(update, values);
  await recordStep(at, 'authorization', row, event, taken, reason);
  if (taken.to === 'ended') await stopUnneeded(at, row.practitioner);
  if (taken.to === 'ended') await lapseReview(at, row.id);
  if (event !== 'replace') await tell(at, written!, reason);
  return written!;
}

/** A step of the platform’s own, as the consequence of another; nothing when it cannot happen in that state. */
export async function follow(
  at: At,
  row: Authorization,
  event: AuthorizationEvent,
  gained: Gained & { reason?: string } = {},
): Promise<void> {
  const to = following(authorizationMachine, row.state, event);
  if (to !== undefined) await write(at, row, event, { to, office: 'platform' }, gained);
}

/** Takes a step of an authorization, by whoever asks. */
export async function changeAuthorization(
  at: At,
  row: Authorization,
  event: AuthorizationEvent,
  reason?: string,
): Promise<Authorization> {
  const taken = orRefuse(mayStep(authorizationMachine, row.state, event, await officesOf(at, row)));
  return write(at, row, event, taken, { ...(reason && { reason }) });
}

const insert = `
  INSERT INTO service.access_authorization (organization, organization_name, practitioner, practitioner_name, profile,
    places, starts, ends, request, replaces, handover, acceptance, state, created, since, act, act_version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $16) RETURNING ${authorizationColumns}`;

type Begun = Pick<Authorization, 'replaces' | 'handover' | 'acceptance' | 'state'> & { grant: GrantAct };

async function begin(at: At, request: AccessRequest, begun: Begun, event: string): Promise<void> {
  const { organization, organizationName, practitioner, practitionerName, profile, places } = request;
  const [row] = await at.tx.query<Authorization>(insert, [
    ...[organization, organizationName, practitioner, practitionerName, profile, places],
    ...[
      request.starts,
      request.ends,
      request.id,
      begun.replaces,
      begun.handover,
      begun.acceptance,
      begun.state,
    ],
    ...[at.now, begun.grant.act, begun.grant.version],
  ]);
  const taken = { to: begun.state, office: 'platform' } as const;
  await recordStep(at, 'authorization', { ...row!, state: 'none' }, event, taken);
  if (event !== 'carry') await tell(at, row!);
}

const gone = byRule(
  'nothing-to-change',
  'L’autorisation dont le changement est demandé a pris fin; retournez la demande.',
  'The authorization that the request changes has ended; return the request.',
);

/**
 * What the acceptance of a request gives: an authorization that awaits the key, or the holder’s acceptance when their
 * identity was verified and their key counts. A change ends the one that stands, and the one in its place begins in its
 * state: it does not make anybody skip a step.
 * @param grant the signed act, of that request
 */
export async function grantAuthorization(at: At, request: AccessRequest, grant: GrantAct): Promise<void> {
  const live = await lockLive(at, request.organization, request.practitioner);
  if (request.kind === 'change') {
    if (live?.id !== request.about || live === undefined) refuse(gone);
    await follow(at, live, 'replace');
    const { id: replaces, handover, acceptance, state } = live;
    return begin(at, request, { replaces, handover, acceptance, state, grant }, 'carry');
  }
  const { handover, handed } = await orderHandover(at, request);
  const event = handed ? 'order-known' : 'order';
  const state = following(authorizationMachine, 'none', event)!;
  return begin(at, request, { replaces: null, acceptance: null, handover, state, grant }, event);
}

const otherVersion = byRule(
  'conditions-version',
  `version: les conditions en vigueur sont ${conditions.version}; lisez-les et acceptez celles-là.`,
  `version: the conditions in force are ${conditions.version}; read and accept those.`,
);

/** The holder of an authorization accepts the conditions of use: from now on it is in force. */
export async function acceptConditions(at: At, id: string, version: string): Promise<Authorization> {
  const row = await lock(at, id);
  const offices = await officesOf(at, row ?? { organization: '' });
  const may = mayStep(authorizationMachine, row?.state ?? 'none', 'accept', offices);
  if (row === undefined) return refuseUnknown(may);
  const taken = orRefuse(may);
  if (version !== conditions.version) refuse(otherVersion);
  const text = `INSERT INTO service.conditions_acceptance (organization, practitioner, version, accepted)
    VALUES ($1, $2, $3, $4) RETURNING id`;
  const values = [row.organization, row.practitioner, version, at.now];
  const [acceptance] = await at.tx.query<{ id: string }>(text, values);
  return write(at, row, 'accept', taken, { acceptance: acceptance!.id });
}

/** An authorization, locked; undefined when there is none. */
export async function lock(at: At, id: string): Promise<Authorization | undefined> {
  const text = `SELECT ${authorizationColumns} FROM service.access_authorization WHERE id = $1 FOR UPDATE`;
  return (await at.tx.query<Authorization>(text, [id]))[0];
}

/** Suspends or resumes an authorization. */
export async function suspendOrResume(
  at: At,
  id: string,
  event: 'suspend' | 'resume',
  reason: string,
): Promise<Authorization> {
  const row = await lock(at, id);
  const may = mayStep(
    authorizationMachine,
    row?.state ?? 'none',
    event,
    await officesOf(at, row ?? { organization: '' }),
  );
  if (row === undefined) return refuseUnknown(may);
  orRefuse(may);
  if (holderOf(row.practitioner) === at.caller.actor.id) refuse(ownAuthorization);
  return changeAuthorization(at, row, event, reason);
}

/**
 * Suspends everything that is in force of somebody: what a case of surveillance decided, whoever takes the measure. Resolves to
 * how many there were; an AGA resumes them, one by one.
 */
export async function suspendForCase(at: At, practitioner: string, reason: string): Promise<number> {
  const text = `SELECT ${authorizationColumns} FROM service.access_authorization
    WHERE practitioner = $1 AND state = 'in-force' FOR UPDATE`;
  const rows = await at.tx.query<Authorization>(text, [practitioner]);
  for (const row of rows) await follow(at, row, 'suspend-for-case', { reason });
  await at.deps.endSessions(holderOf(practitioner), practitionerIdOf(at.caller.actor.id));
  return rows.length;
}

const ownAuthorization = byRule(
  'same-person',
  'Personne ne suspend ni ne rétablit sa propre autorisation; demandez à une ou un collègue.',
  'Nobody suspends or resumes their own authorization; ask a colleague.',
);

/** Gives the key’s holder what waited for it. */
export async function keyHanded(at: At, handover: string): Promise<void> {
  const text = `SELECT ${authorizationColumns} FROM service.access_authorization
    WHERE handover = $1 AND state = 'awaiting-key' FOR UPDATE`;
  for (const row of await at.tx.query<Authorization>(text, [handover])) await follow(at, row, 'hand');
}
