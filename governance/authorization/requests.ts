import { dayOf } from '@continuum/standards-calendar';
import type { Resource } from '@continuum/standards-fhir';
import { type AccessRequest, requestColumns } from './access-request.ts';
import { orRefuse, refuse, refuseUnknown } from './attempt.ts';
import { changeAuthorization, grantAuthorization, lockLive } from './authorizations.ts';
import { type At, practitionerIdOf } from './deps.ts';
import { type GrantAct, grantOf, signedGrant } from './grant/signed-grant.ts';
import { type RequestEvent, type RequestState, requestMachine } from './machine/request.data.ts';
import { notifyManagers, notifyOffice, notifyPerson } from './notice.ts';
import { officesOf } from './offices.ts';
import { findOrganization, findPlaces, findStanding } from './registers.ts';
import { checkRequest } from './rules/check-request.ts';
import { byRule } from './rules/refusal.ts';
import { mayStep, recordStep } from './take-step.ts';

/** What a GAA asks for somebody. */
export interface Requesting {
  organization: string;
  practitioner: string;
  profile: string;
  places: string[];
  starts: string;
  ends?: string;
  /** Where the intervenant is written to. */
  email: string;
  /** `change`: the authorization that it takes the place of. */
  kind: 'grant' | 'change';
}

const insert = `
  INSERT INTO service.access_request (kind, organization, organization_name, practitioner, practitioner_name, profile,
    places, starts, ends, email, about, state, submitted, submitted_by, since, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $15) RETURNING ${requestColumns}`;

const alreadyThere = byRule(
  'already',
  'practitioner: cette personne a déjà une autorisation à cet organisme; demandez-en le changement.',
  'practitioner: this person has an authorization at this organization already; ask for its change.',
);
const nothingThere = byRule(
  'nothing-to-change',
  'practitioner: cette personne n’a pas d’autorisation à cet organisme; demandez-en une.',
  'practitioner: this person has no authorization at this organization; ask for one.',
);
const samePerson = byRule(
  'same-person',
  'Qui a fait la demande, ou en est l’objet, ne la traite pas: laissez-la à une ou un collègue.',
  'Whoever made the request, or is its subject, does not handle it: leave it to a colleague.',
);

async function holdAgainstRules(at: At, asked: Omit<Requesting, 'kind' | 'email'>) {
  const [person, organization, places] = await Promise.all([
    findStanding(at, asked.practitioner),
    findOrganization(at, asked.organization),
    findPlaces(at, asked.organization),
  ]);
  const { profile, starts, ends, places: askedPlaces } = asked;
  const today = dayOf(at.now);
  const given = {
    person,
    organization,
    places: places.map(({ id }) => id),
    profile,
    askedPlaces,
    starts,
    today,
  };
  const refusal = checkRequest({ ...given, ...(ends !== undefined && { ends }) });
  if (refusal) refuse(refusal);
  return { person: person!, organization: organization! };
}

/** What a notice of a request says. */
export const toNotice = (
  row: Pick<AccessRequest, 'id' | 'organization' | 'practitionerName' | 'organizationName'>,
) => ({
  subject: row,
  facts: { person: row.practitionerName, organization: row.organizationName },
});

/** Submits a request of a grant, or of the change of the authorization that stands. */
export async function submitRequest(at: At, asked: Requesting): Promise<AccessRequest> {
  const offices = await officesOf(at, { organization: asked.organization });
  const taken = orRefuse(mayStep(requestMachine, 'none', 'submit', offices));
  const { person, organization } = await holdAgainstRules(at, asked);
  const live = await lockLive(at, organization.id, person.id);
  if (asked.kind === 'grant' && live) refuse(alreadyThere);
  if (asked.kind === 'change' && !live) refuse(nothingThere);
  const [row] = await at.tx.query<AccessRequest>(insert, [
    ...[asked.kind, organization.id, organization.name, person.id, person.name, asked.profile, asked.places],
    ...[asked.starts, asked.ends ?? null, asked.email, live?.id ?? null, taken.to, at.now],
    ...[practitionerIdOf(at.caller.actor.id), null],
  ]);
  await recordStep(at, 'request', { ...row!, state: 'none' }, 'submit', taken);
  await notifyOffice(at, { ...toNotice(row!), template: 'request-submitted' }, 'aga');
  return row!;
}

/** Withdraws somebody’s authorization at an organization: it has ended when this resolves. */
export async function withdraw(
  at: At,
  asked: { organization: string; practitioner: string; reason: string },
): Promise<AccessRequest> {
  const offices = await officesOf(at, { organization: asked.organization });
  const taken = orRefuse(mayStep(requestMachine, 'none', 'withdraw', offices));
  const live = await lockLive(at, asked.organization, asked.practitioner);
  if (!live) refuse(nothingThere);
  const { tx, now } = at;
  const text = `SELECT ${requestColumns} FROM service.access_request WHERE id = $1`;
  const [before] = await tx.query<AccessRequest>(text, [live.request]);
  const [row] = await tx.query<AccessRequest>(insert, [
    ...['withdraw', live.organization, live.organizationName, live.practitioner, live.practitionerName],
    ...[live.profile, live.places, live.starts, live.ends, before!.email, live.id, taken.to, now],
    ...[practitionerIdOf(at.caller.actor.id), asked.reason],
  ]);
  await recordStep(at, 'request', { ...row!, state: 'none' }, 'withdraw', taken, asked.reason);
  await changeAuthorization(at, live, 'withdraw', asked.reason);
  return row!;
}

/** What a GAA may mend in a request that was returned. */
export type Mended = Partial<Pick<Requesting, 'profile' | 'places' | 'starts' | 'ends' | 'email'>>;

export interface RequestChange {
  event: Exclude<RequestEvent, 'submit' | 'withdraw' | 'lapse'>;
  reason?: string;
  mended?: Mended;
  /** `accept`: the grant, signed by whoever accepts. */
  grant?: GrantAct;
}

const update = `
  UPDATE service.access_request SET state = $2, since = $3, reason = $4, validated_by = $5, accepted_by = $6,
    profile = $7, places = $8, starts = $9, ends = $10, email = $11
   WHERE id = $1 RETURNING ${requestColumns}`;

async function write(at: At, row: AccessRequest, to: RequestState, reason?: string): Promise<AccessRequest> {
  const [written] = await at.tx.query<AccessRequest>(update, [
    ...[row.id, to, at.now, reason ?? null, row.validatedBy, row.acceptedBy],
    ...[row.profile, row.places, row.starts, row.ends, row.email],
  ]);
  return written!;
}

type Effect = (at: At, row: AccessRequest, change: RequestChange) => Promise<AccessRequest>;

/** Four eyes: who asks does not handle, and nobody handles their own. */
const byAnother: Effect = async (at, row) => {
  const by = practitionerIdOf(at.caller.actor.id);
  return by === row.submittedBy || by === row.practitioner ? refuse(samePerson) : row;
};

const held: Effect = async (at, row) => {
  const { starts, ends, ...rest } = row;
  await holdAgainstRules(at, { ...rest, starts, ...(ends !== null && { ends }) });
  return row;
};

const effects: Partial<Record<RequestEvent, Effect>> = {
  // What the registers say may have changed since it was asked.
  validate: async (at, row, change) => ({
    ...(await held(at, await byAnother(at, row, change), change)),
    validatedBy: practitionerIdOf(at.caller.actor.id),
  }),
  return: async (at, row, change) => ({ ...(await byAnother(at, row, change)), validatedBy: null }),
  accept: async (at, row, change) => ({
    ...(await held(at, await byAnother(at, row, change), change)),
    acceptedBy: practitionerIdOf(at.caller.actor.id),
  }),
  resubmit: async (at, row, change) => held(at, { ...row, ...change.mended }, change),
};

type After = (at: At, row: AccessRequest, change: RequestChange) => Promise<unknown>;

const afterwards: Partial<Record<RequestEvent, After>> = {
  accept: async (at, row, { grant }) => {
    await grantAuthorization(at, row, await signedGrant(at, row, grant));
    await notifyPerson(at, { ...toNotice(row), template: 'request-accepted' }, row.practitioner, row.email);
  },
  return: (at, row, { reason }) => {
    const { subject, facts } = toNotice(row);
    const told = { ...facts, ...(reason && { reason }) };
    return notifyManagers(at, { subject, facts: told, template: 'request-returned' });
  },
  resubmit: (at, row) => notifyOffice(at, { ...toNotice(row), template: 'request-submitted' }, 'aga'),
};

/** The row of a request, locked, and the step that whoever asks may take on it now. */
async function takeOn(at: At, id: string, event: RequestEvent) {
  const text = `SELECT ${requestColumns} FROM service.access_request WHERE id = $1 FOR UPDATE`;
  const [row] = await at.tx.query<AccessRequest>(text, [id]);
  const offices = await officesOf(at, { organization: row?.organization ?? '' });
  const taken = mayStep(requestMachine, row?.state ?? 'none', event, offices);
  if (row === undefined) return refuseUnknown(taken);
  return { row, taken: orRefuse(taken) };
}

/** What whoever may accept a request now would sign; nothing is changed. */
export async function proposeGrant(at: At, id: string): Promise<Resource> {
  const { row } = await takeOn(at, id, 'accept');
  return grantOf(at, await effects.accept!(at, row, { event: 'accept' }));
}

/** Takes a step of a request. */
export async function changeRequest(at: At, id: string, change: RequestChange): Promise<AccessRequest> {
  const { row, taken } = await takeOn(at, id, change.event);
  const effected = (await effects[change.event]?.(at, row, change)) ?? row;
  const written = await write(at, effected, taken.to, change.reason);
  await recordStep(at, 'request', row, change.event, taken, change.reason);
  await afterwards[change.event]?.(at, written, change);
  return written;
}
