import { denied, refused } from '@continuum/door';
import type { Access } from '@continuum/record-gate';
import { usagersNamed } from '@continuum/registries-patient';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AtTheDoor, atTheDoor, interactionOf, isDenied, takeStep } from './at-the-door.ts';
import { toCorrected } from './corrections.ts';
import type { RequestDeps } from './deps.ts';
import { evidenceOf } from './evidence/evidence.ts';
import { fromCursor, handles, type ListQuery, listRequests } from './list.ts';
import { askerOf, handlerOf, idOf, offices, requestBefore } from './request-before.ts';
import type { RequestFile, RequestOf, RequestsAnswer } from './request-view.ts';
import { changeRequest, eventsOf, type RequestChange, type RightsRequest } from './requests.ts';
import { schemas } from './schemas.ts';
import { listRequest, showRequest } from './show-request.ts';

async function list(deps: RequestDeps, door: AtTheDoor): Promise<unknown> {
  const { request, reply, access, permit, now } = door;
  const query = request.query as ListQuery;
  const from = fromCursor(query.cursor);
  if (from === undefined) {
    await permit.tell([], 'error');
    return refused(request, reply, {
      refused: 'rule',
      text: { fr: 'cursor: elle n’est pas de cette liste.', en: 'cursor: it is not of this list.' },
    });
  }
  const { rows, next } = await listRequests(deps.pool.query, await handlerOf(deps, door), query, from, now);
  // What they asked themself, be it for somebody else, is handled by others, and followed in the Carnet.
  const own = await access.ownAmong(rows.flatMap(row => [row.usager, askerOf(row)]));
  const others = rows.filter(row => !own.has(row.usager) && !own.has(askerOf(row)));
  const usagers = others.map(({ usager }) => usager);
  const names = await usagersNamed(access, usagers);
  await permit.tell(usagers);
  const nameOf = ({ usager }: RightsRequest) => {
    const known = names.get(usager);
    return known ? `${known.given} ${known.family}`.trim() : '';
  };
  return {
    requests: others.map(row => listRequest(row, nameOf(row), now)),
    ...(next !== undefined && { next }),
  } satisfies RequestsAnswer;
}

async function whoseOf(access: Access, usager: string): Promise<RequestOf> {
  const known = (await usagersNamed(access, [usager])).get(usager);
  if (!known) return { name: '' };
  const { given, family, birthDate, nam } = known;
  return { name: `${given} ${family}`.trim(), ...(birthDate && { birthDate }), ...(nam && { nam }) };
}

/** A request whole, as who handles it reads it. */
async function fileOf({ pool }: RequestDeps, door: AtTheDoor, row: RightsRequest): Promise<RequestFile> {
  const { access, permit, now } = door;
  const [events, joined, of, counted] = await Promise.all([
    eventsOf(pool.query, [row.id]),
    evidenceOf(pool.query, [row.id]),
    whoseOf(access, row.usager),
    row.state === 'corrected' ? access.rights.countWhoSaw(row.usager, [toCorrected(row)]) : [],
  ]);
  const reading = { office: permit.office, by: access.actor.id, now, told: counted[0] };
  const lines = { events: events.get(row.id) ?? [], joined: joined.get(row.id) ?? [] };
  return { ...showRequest(row, lines, reading), of };
}

async function one(deps: RequestDeps, door: AtTheDoor): Promise<unknown> {
  const row = await requestBefore(deps, door);
  if ('refused' in row) return refused(door.request, door.reply, row);
  await door.permit.tell([row.usager]);
  return fileOf(deps, door, row);
}

async function change(deps: RequestDeps, door: AtTheDoor): Promise<unknown> {
  const { event, text } = door.request.body as RequestChange;
  const handler = await handlerOf(deps, door);
  const row = await requestBefore(deps, door);
  if ('refused' in row) return refused(door.request, door.reply, row);
  const asked: RequestChange = { event, text };
  // Only when it is about to be recorded: a look at the record, for a version’s number.
  if (event === 'correct' && row.state === 'to-correct' && door.permit.office === 'archives') {
    const [type = '', id = ''] = row.resource!.split('/');
    const standing = await door.access.rights.standing(row.usager, type, id);
    if (isDenied(standing)) return denied(door.reply, standing);
    if (standing.outcome === 'found') asked.standing = standing;
  }
  return takeStep(
    deps,
    door,
    at => changeRequest(at, idOf(door.request), asked, found => handles(handler, found)),
    made => fileOf(deps, door, made),
  );
}

/**
 * For the archives and for who answers for the protection of the information: `GET /requests?state=&kind=&late=&search=&
 * cursor=&count=` → `RequestsAnswer`; `GET /requests/:id` → `RequestFile`; `POST /requests/:id/events {event, text}` →
 * `RequestFile`. 401, 403, 404, 409, 422 with an OperationOutcome.
 */
export function staffRequestRoutes(app: FastifyInstance, deps: RequestDeps): void {
  const door =
    (
      action: 'read' | 'write',
      interaction: string,
      then: (deps: RequestDeps, at: AtTheDoor) => Promise<unknown>,
    ) =>
    (request: FastifyRequest, reply: FastifyReply) => {
      const which = (request.params as { id?: string }).id;
      const named = interactionOf(request, interaction);
      const text = which === undefined ? named : `${named} ${which}`;
      const asked = { action, interaction: named, text };
      return atTheDoor(deps, request, reply, asked, offices, at => then(deps, at));
    };
  app.get('/requests', { schema: schemas.list }, door('read', 'rights-requests', list));
  app.get('/requests/:id', { schema: schemas.one }, door('read', 'rights-request', one));
  app.post('/requests/:id/events', { schema: schemas.event }, door('write', 'rights-step', change));
}
