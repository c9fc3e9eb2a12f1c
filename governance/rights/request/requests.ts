import type { Query } from '@continuum/record-database';
import type { RightsOffice } from '@continuum/trust-access';
import { type At, daysAfter, refuse, refuseUnknown } from './deps.ts';
import {
  delays,
  needWords,
  type RequestEvent,
  type RequestKind,
  type RequestState,
  stateFor,
} from './request-machine.data.ts';
import { type RequestHands, requestStep } from './take-request-step.ts';

/** What a rectification is about: a resource of the record, as the person saw it. */
export interface Contested {
  /** `Observation/<id>`. */
  reference: string;
  version: number;
  written: Date;
  name: string;
  day?: string | undefined;
}

/** A request as it is kept. */
export interface RightsRequest extends RequestHands {
  id: string;
  /** As people call it: `DR-2026-000012`. */
  number: string;
  usager: string;
  askedBy: string;
  askedByName: string;
  submitted: Date;
  since: Date;
  due: Date;
  organization: string | null;
  organizationName: string | null;
  resource: string | null;
  resourceVersion: number | null;
  resourceWritten: Date | null;
  resourceName: string | null;
  resourceDay: string | null;
  wanted: string;
  reason: string | null;
  evidence: string | null;
  correctedVersion: number | null;
  corrected: Date | null;
}

export const requestColumns = `r.id, 'DR-' || to_char(r.submitted AT TIME ZONE 'America/Toronto', 'YYYY') || '-'
  || lpad(r.number::text, 6, '0') AS number, r.kind, r.state, r.usager, r.asked_by AS "askedBy",
  r.asked_by_name AS "askedByName", r.submitted, r.since, r.due, r.organization, r.organization_name AS "organizationName",
  r.resource, r.resource_version AS "resourceVersion", r.resource_written AS "resourceWritten",
  r.resource_name AS "resourceName", r.resource_day AS "resourceDay", r.wanted, r.reason, r.evidence,
  r.proposed_by AS "proposedBy", r.corrected_version AS "correctedVersion", r.corrected`;

/** What a person asks. */
export interface Asking {
  kind: RequestKind;
  usager: string;
  /** What they want, or what is wrong. */
  wanted: string;
  /** Of a rectification: why, and what shows it. */
  reason?: string | undefined;
  evidence?: string | undefined;
  contested?: Contested | undefined;
  organization?: { id: string; name: string } | undefined;
}

const insert = `
  INSERT INTO service.rights_request AS r (kind, state, usager, asked_by, asked_by_name, submitted, since, due, organization,
    organization_name, resource, resource_version, resource_written, resource_name, resource_day, wanted, reason, evidence)
  VALUES ($1, 'received', $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  RETURNING ${requestColumns}`;

const eventText = `
  INSERT INTO service.rights_event (request_id, event, before, after, at, office, by, by_name, text)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

interface Recorded {
  event: RequestEvent;
  before: RequestState | null;
  after: RequestState;
  text?: string | undefined;
}

async function recordEvent({ tx, now, office, actor }: At, id: string, it: Recorded): Promise<void> {
  const { event, before, after, text } = it;
  const values = [id, event, before, after, now, office, actor.id, actor.name, text ?? null];
  await tx.query(eventText, values);
}

/** Requests of one account in a day: enough for whoever is worried, too few to drown others., s. 134, speaks of abuse. */
const mostADay = 10;
const recent =
  'SELECT count(*)::int AS count FROM service.rights_request WHERE asked_by = $1 AND submitted > $2';
const openAbout = `
  SELECT FROM service.rights_request WHERE usager = $1 AND resource = $2
    AND state IN ('received', 'under-way', 'to-correct', 'refusal-proposed')`;

async function holdBack({ tx, now, actor }: At, { usager, contested }: Asking): Promise<void> {
  // Counted one after the other: what is sent at once counts too.
  for (const key of [`rights ${actor.id}`, `rights of ${usager}`])
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
  const [row] = await tx.query<{ count: number }>(recent, [actor.id, daysAfter(now, -1)]);
  if (row!.count >= mostADay)
    refuse(
      'too-many',
      'Vous avez déjà fait plusieurs demandes aujourd’hui: elles sont reçues. Revenez demain pour la suite.',
      'You have made several requests today: they are received. Come back tomorrow for more.',
    );
  if (contested && (await tx.query(openAbout, [usager, contested.reference])).length > 0)
    refuse(
      'not-now',
      'Une rectification de ce renseignement est déjà demandée: suivez-la dans la liste.',
      'A rectification of that information is asked for already: follow it in the list.',
    );
}

/** Opens a request: it has its number and its due date from now on. */
export async function submitRequest(at: At, asking: Asking): Promise<RightsRequest> {
  await holdBack(at, asking);
  const { kind, usager, wanted, reason, evidence, contested, organization } = asking;
  const [row] = await at.tx.query<RightsRequest>(insert, [
    ...[kind, usager, at.actor.id, at.actor.name, at.now, daysAfter(at.now, delays[kind].days)],
    ...[organization?.id ?? null, organization?.name ?? null],
    ...[contested?.reference ?? null, contested?.version ?? null, contested?.written ?? null],
    ...[contested?.name ?? null, contested?.day ?? null, wanted, reason ?? null, evidence ?? null],
  ]);
  await recordEvent(at, row!.id, { event: 'submit', before: null, after: 'received' });
  return row!;
}

const oneText = `SELECT ${requestColumns} FROM service.rights_request r WHERE r.id = $1`;

/** A request; undefined: there is none under that id. */
export async function readRequest(query: Query, id: string): Promise<RightsRequest | undefined> {
  const [row] = await query<RightsRequest>(oneText, [id], 'rights-request');
  return row;
}

/** A request, locked until the end of the transaction. */
async function lockRequest({ tx }: At, id: string): Promise<RightsRequest> {
  const [row] = await tx.query<RightsRequest>(`${oneText} FOR UPDATE`, [id]);
  return row ?? refuseUnknown();
}

function stepOrRefuse(at: At, row: RightsRequest, event: RequestEvent): RequestState {
  const step = requestStep(row, event, at.office, at.actor.id);
  switch (step.step) {
    case 'taken':
      return step.to;
    case 'not-theirs':
      return refuse(
        'not-theirs',
        `Ce n’est pas à vous de faire cela (${event}) dans une demande de cette sorte.`,
        `That step (${event}) of such a request is not yours to take.`,
        row.usager,
      );
    case 'not-you':
      return refuse(
        'four-eyes',
        'Vous avez proposé ce refus: une autre personne en décide.',
        'You proposed this refusal: somebody else decides.',
        row.usager,
      );
    case 'not-now': {
      const awaited = step.awaited.join(', ') || '–';
      const state = stateFor(at.office, row.state);
      return refuse(
        'not-now',
        `Ce n’est pas le moment: l’état est « ${state} ». Attendu: ${awaited}.`,
        `Not now: the state is "${state}". Awaited: ${awaited}.`,
        row.usager,
      );
    }
  }
}

/** One step of a request, as it is asked. */
export interface RequestChange {
  event: Exclude<RequestEvent, 'submit'>;
  text?: string | undefined;
  /** `correct`: the version that stands. */
  standing?: { version: number; written: Date } | undefined;
}

const update = `
  UPDATE service.rights_request AS r SET state = $2, since = $3, proposed_by = $4, corrected_version = $5, corrected = $6
   WHERE r.id = $1 RETURNING ${requestColumns}`;

function correction(row: RightsRequest, { event, standing }: RequestChange) {
  if (event !== 'correct') return { version: null, written: null };
  if (standing !== undefined && standing.version > row.resourceVersion!) return standing;
  return refuse(
    'rule',
    'La version corrigée n’est pas encore arrivée: l’organisme source l’envoie d’abord, puis inscrivez la rectification.',
    'The corrected version has not come in yet: the source sends it first, then record the rectification.',
    row.usager,
  );
}

/** So many disagreements are attached to a request at most. */
const mostDisagreements = 5;
const disagreements = `SELECT count(*)::int AS count FROM service.rights_event WHERE request_id = $1 AND event = 'disagree'`;

async function holdBackDisagreement({ tx }: At, { id, usager }: RightsRequest): Promise<void> {
  const [row] = await tx.query<{ count: number }>(disagreements, [id]);
  if (row!.count >= mostDisagreements)
    refuse(
      'not-now',
      'Votre désaccord est joint à la demande. Pour la suite, adressez-vous à la Commission d’accès à l’information.',
      'Your disagreement is attached to the request. To go further, turn to the Commission d’accès à l’information.',
      usager,
    );
}

/** Who may know of a request besides its person: undefined when that person of that office has it before them. */
export type MayHandle = (row: RightsRequest) => boolean;

/** Takes a step of a request; its event says who, when and why. */
export async function changeRequest(
  at: At,
  id: string,
  change: RequestChange,
  mayHandle: MayHandle,
): Promise<RightsRequest> {
  const row = await lockRequest(at, id);
  if (!mayHandle(row)) return refuseUnknown();
  const to = stepOrRefuse(at, row, change.event);
  const text = change.text?.trim() || undefined;
  if (needWords.has(change.event) && text === undefined)
    refuse(
      'rule',
      'text: dites ce qui a été fait ou décidé, et pourquoi.',
      'text: say what was done or decided, and why.',
      row.usager,
    );
  if (change.event === 'disagree') await holdBackDisagreement(at, row);
  const { version, written } = correction(row, change);
  const proposedBy = change.event === 'propose-refusal' ? at.actor.id : row.proposedBy;
  const since = to === row.state ? row.since : at.now;
  const [changed] = await at.tx.query<RightsRequest>(update, [id, to, since, proposedBy, version, written]);
  await recordEvent(at, id, { event: change.event, before: row.state, after: to, text });
  return changed!;
}

/** What happened to a request. */
export interface RequestEventLine {
  event: RequestEvent;
  after: RequestState;
  at: Date;
  office: RightsOffice;
  byName: string;
  text: string | null;
}

const eventsText = `
  SELECT request_id AS "requestId", event, after, at, office, by_name AS "byName", text FROM service.rights_event
   WHERE request_id = ANY ($1::uuid[]) ORDER BY id`;

/** What happened to these requests, the oldest first, by the request’s id. */
export async function eventsOf(
  query: Query,
  ids: readonly string[],
): Promise<Map<string, RequestEventLine[]>> {
  if (ids.length === 0) return new Map();
  const rows = await query<RequestEventLine & { requestId: string }>(eventsText, [ids], 'rights-events');
  return Map.groupBy(rows, ({ requestId }) => requestId);
}
