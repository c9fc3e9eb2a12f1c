import { denied, refused } from '@continuum/door';
import type { Access } from '@continuum/record-gate';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AtTheDoor, atTheDoor, interactionOf, isDenied, takeStep } from './at-the-door.ts';
import { listContestable, readContested, sourceOf } from './contested.ts';
import { acknowledge, correctionsFor, toCorrected } from './corrections.ts';
import type { Refusal, RequestDeps } from './deps.ts';
import { evidenceOf } from './evidence/evidence.ts';
import { requestsOf } from './list.ts';
import { delays, type RequestKind } from './request-machine.data.ts';
import type { CorrectionsAnswer, ItemType, OwnRequestsAnswer, ShownRequest } from './request-view.ts';
import {
  type Asking,
  changeRequest,
  eventsOf,
  type RequestChange,
  type RightsRequest,
  submitRequest,
} from './requests.ts';
import { schemas } from './schemas.ts';
import { showRequest } from './show-request.ts';

const patientOf = (request: FastifyRequest): string => (request.params as { patient: string }).patient;
const bodyOf = <T>(request: FastifyRequest): T => request.body as T;

const person = ['person'] as const;

/** Requests as their person reads them. */
async function shown(
  { pool }: RequestDeps,
  { access, now }: AtTheDoor,
  rows: readonly RightsRequest[],
): Promise<ShownRequest[]> {
  const corrected = rows.filter(({ state }) => state === 'corrected');
  const ids = rows.map(({ id }) => id);
  const [events, joined, counts] = await Promise.all([
    eventsOf(pool.query, ids),
    evidenceOf(pool.query, ids),
    corrected.length === 0 ? [] : access.rights.countWhoSaw(corrected[0]!.usager, corrected.map(toCorrected)),
  ]);
  const told = new Map(corrected.map(({ id }, index) => [id, counts[index]]));
  const by = access.actor.id;
  return rows.map(row => {
    const lines = { events: events.get(row.id) ?? [], joined: joined.get(row.id) ?? [] };
    return showRequest(row, lines, { office: 'person', by, now, told: told.get(row.id) });
  });
}

const days = Object.fromEntries(Object.entries(delays).map(([kind, { days: of }]) => [kind, of])) as Record<
  RequestKind,
  number
>;

const mayAsk = ({ actor }: Access, usager: string): boolean => !actor.readsOnly?.includes(usager);

const rule = (fr: string, en: string): Refusal => ({ refused: 'rule', text: { fr, en } });

interface Submitted {
  kind: RequestKind;
  wanted: string;
  resource?: string;
  reason?: string;
  evidence?: string;
}

const trimmed = (text: string | undefined): string | undefined => text?.trim() || undefined;

/** What a person asks, once it is known what of their record it is about; or what is wrong with it. */
async function askingOf(
  access: Access,
  usager: string,
  { kind, wanted, resource, reason, evidence }: Submitted,
): Promise<Asking | Refusal | { outcome: 'denied' }> {
  const asking = { kind, usager, wanted: wanted.trim() };
  if (kind !== 'rectification') {
    if (resource === undefined) return asking;
    return rule(
      'resource: seulement pour une rectification; retirez-le.',
      'resource: only for a rectification; leave it out.',
    );
  }
  if (resource === undefined)
    return rule(
      'resource: choisissez le renseignement à rectifier.',
      'resource: choose the information to rectify.',
    );
  if (trimmed(reason) === undefined)
    return rule(
      'reason: dites pourquoi il est inexact, incomplet ou équivoque.',
      'reason: say why it is inaccurate, incomplete or equivocal.',
    );
  const contested = await readContested(access, usager, resource);
  if (isDenied(contested)) return contested;
  if (contested === undefined)
    return rule(
      'resource: il n’y a rien de tel dans ce dossier; choisissez dans la liste.',
      'resource: there is no such thing in this record; choose from the list.',
    );
  const organization = await sourceOf(access, resource);
  return { ...asking, contested, organization, reason: trimmed(reason), evidence: trimmed(evidence) };
}

async function submit(deps: RequestDeps, door: AtTheDoor): Promise<unknown> {
  const { request, reply, access } = door;
  const asking = await askingOf(access, patientOf(request), bodyOf<Submitted>(request));
  if (isDenied(asking)) return denied(reply, asking);
  if ('refused' in asking) {
    await door.permit.tell([], 'error');
    return refused(request, reply, asking);
  }
  return takeStep(
    deps,
    door,
    at => submitRequest(at, asking as Asking),
    async made => reply.code(201).send((await shown(deps, door, [made]))[0]),
  );
}

function change(deps: RequestDeps, door: AtTheDoor): Promise<unknown> {
  const { id } = door.request.params as { id: string };
  const usager = patientOf(door.request);
  const asked = bodyOf<RequestChange>(door.request);
  return takeStep(
    deps,
    door,
    at => changeRequest(at, id, { event: asked.event, text: asked.text }, row => row.usager === usager),
    async made => (await shown(deps, door, [made]))[0],
  );
}

async function items(_: RequestDeps, { request, reply, access }: AtTheDoor): Promise<unknown> {
  const { type, cursor } = request.query as { type: ItemType; cursor?: string };
  const found = await listContestable(access, patientOf(request), type, cursor);
  if (found === 'invalid')
    return refused(
      request,
      reply,
      rule('cursor: elle n’est pas de cette liste.', 'cursor: it is not of this list.'),
    );
  return 'outcome' in found ? denied(reply, found) : found;
}

async function mine(deps: RequestDeps, door: AtTheDoor): Promise<OwnRequestsAnswer> {
  const usager = patientOf(door.request);
  const rows = await requestsOf(deps.pool.query, usager);
  await door.permit.tell([usager]);
  return { requests: await shown(deps, door, rows), days, mayAsk: mayAsk(door.access, usager) };
}

const nothing = {
  refused: 'unknown',
  text: { fr: 'Rien ne répond à cela ici.', en: 'Nothing answers to that here.' },
} as const;

async function acknowledgement(
  { pool, gate, clock }: RequestDeps,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const access = gate.open(request.actor, request.purpose, request.origin);
  const { id } = request.params as { id: string };
  const which = { usager: patientOf(request), id, now: clock?.() ?? new Date() };
  const outcome = await acknowledge(pool.query, access, which);
  if (outcome === 'unknown') return refused(request, reply, nothing);
  return outcome === 'done' ? reply.code(204).send() : denied(reply, outcome);
}

async function corrections({ pool, gate, clock }: RequestDeps, request: FastifyRequest, reply: FastifyReply) {
  const access = gate.open(request.actor, request.purpose, request.origin);
  const found = await correctionsFor(pool.query, access, patientOf(request), clock?.() ?? new Date());
  if (found === 'unknown') return refused(request, reply, nothing);
  return 'outcome' in found ? denied(reply, found) : ({ corrections: found } satisfies CorrectionsAnswer);
}

/**
 * For a person and who acts for them: `GET /:patient/requests` → `OwnRequestsAnswer`; `POST /:patient/requests {kind, wanted,
 * resource, reason, evidence}` → 201, the request; `POST /:patient/requests/:id/events {event, text}` (`withdraw`,
 * `disagree`) → the request; `GET /:patient/items?type=&cursor=` → `ItemsAnswer`, what may be rectified. For a provider:
 * `GET /:patient/corrections` → `CorrectionsAnswer`; `POST /:patient/corrections/:id/acknowledgement` → 204, it is told no more. 401, 403, 404, 409, 422, 429 with an OperationOutcome.
 */
export function ownRequestRoutes(app: FastifyInstance, deps: RequestDeps): void {
  const own =
    (
      action: 'read' | 'write',
      interaction: string,
      then: (deps: RequestDeps, door: AtTheDoor) => Promise<unknown>,
    ) =>
    (request: FastifyRequest, reply: FastifyReply) => {
      const usager = patientOf(request);
      const named = interactionOf(request, interaction);
      const asked = { action, interaction: named, text: `${named} of Patient/${usager}`, usager };
      return atTheDoor(deps, request, reply, asked, person, door => then(deps, door));
    };
  app.get('/:patient/requests', { schema: schemas.patient }, own('read', 'rights-requests', mine));
  app.get('/:patient/items', { schema: schemas.items }, own('read', 'rights-items', items));
  app.post('/:patient/requests', { schema: schemas.submit }, own('write', 'rights-submit', submit));
  app.post(
    '/:patient/requests/:id/events',
    { schema: schemas.ownEvent },
    own('write', 'rights-step', change),
  );
  app.get('/:patient/corrections', { schema: schemas.patient }, (request, reply) =>
    corrections(deps, request, reply),
  );
  app.post('/:patient/corrections/:id/acknowledgement', { schema: schemas.acknowledge }, (request, reply) =>
    acknowledgement(deps, request, reply),
  );
}
