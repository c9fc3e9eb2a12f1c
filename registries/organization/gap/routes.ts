import { denied, tell } from '@continuum/door';
import type { Denied, DoorEvent, Gate } from '@continuum/record-gate';
import { dayOf } from '@continuum/standards-calendar';
import { decide } from '@continuum/trust-access';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { organizationOf } from '../organization.ts';
import type { GapDomain, Gaps } from './gaps.ts';

export interface GapRoutesDeps {
  gate: Pick<Gate, 'open' | 'attempt'>;
  gaps: Gaps;
}

interface GapBody {
  /** id of the Organization; or `organizationName`, for all of a kind. */
  organization?: string;
  organizationName?: string;
  domain: GapDomain;
  category?: string;
  since?: string;
  reason: string;
}

const day = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', format: 'date' };
const words = { type: 'string', minLength: 1, maxLength: 200 };
const recordSchema = {
  body: {
    type: 'object',
    required: ['domain', 'reason'],
    additionalProperties: false,
    properties: {
      organization: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' },
      organizationName: words,
      domain: { enum: ['medication', 'laboratory', 'imaging', 'summary'] },
      category: words,
      since: day,
      reason: { type: 'string', minLength: 3, maxLength: 1000 },
    },
  },
};
const idSchema = { params: { type: 'object', properties: { id: { type: 'string', maxLength: 64 } } } };

const open = ({ gate }: GapRoutesDeps, { actor, purpose, origin }: FastifyRequest) =>
  gate.open(actor, purpose, origin);

/** Journalled before it is done: a gap tells readers what to think of an empty list. */
const journal = (
  { gate }: GapRoutesDeps,
  { actor, purpose, origin }: FastifyRequest,
  event: Pick<DoorEvent, 'action' | 'outcome' | 'why' | 'about'>,
) => gate.attempt({ ...event, actor, purpose, origin });

/** Whoever keeps the registers says what is not sent; anybody else is turned away, and it is journalled. */
async function turnedAway(deps: GapRoutesDeps, request: FastifyRequest, action: DoorEvent['action']) {
  const { actor, purpose, matrix } = open(deps, request);
  const decision = decide(matrix, actor, purpose, 'write', ['registry']);
  if (decision.permit && actor.kind === 'practitioner') return undefined;
  const refusal: Denied['decision'] = decision.permit
    ? { permit: false, denial: 'domain-not-allowed', text: 'What organismes send is said by a person.' }
    : decision;
  await journal(deps, request, { action, outcome: 'denied', why: refusal.denial });
  return { outcome: 'denied' as const, decision: refusal };
}

async function nameOf(deps: GapRoutesDeps, request: FastifyRequest): Promise<string | undefined> {
  const { organization, organizationName } = request.body as GapBody;
  if (organization === undefined) return organizationName;
  return (await organizationOf(open(deps, request), organization))?.name;
}

async function record(deps: GapRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const refused = await turnedAway(deps, request, 'sending-gap-record');
  if (refused) return denied(reply, refused);
  const body = request.body as GapBody;
  if (body.since !== undefined && body.since > dayOf(new Date()))
    return tell(reply, 422, 'invalid', '`since` is in the future: give the day from which nothing came.');
  if ((body.organization === undefined) === (body.organizationName === undefined))
    return tell(reply, 422, 'invalid', 'Give `organization`, or `organizationName` for all of a kind.');
  const organizationName = await nameOf(deps, request);
  if (organizationName === undefined)
    return tell(reply, 422, 'not-found', '`organization` is no organisme of the register.');
  const about = `${body.organization ?? organizationName}: ${body.domain}`;
  await journal(deps, request, { action: 'sending-gap-record', outcome: 'success', about });
  const gap = await deps.gaps.record({ ...body, organizationName }, request.actor.id);
  if (!gap) return tell(reply, 409, 'duplicate', 'That is said already: end it first to say it anew.');
  return reply.code(201).send(gap);
}

async function end(deps: GapRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const refused = await turnedAway(deps, request, 'sending-gap-end');
  if (refused) return denied(reply, refused);
  const { id } = request.params as { id: string };
  await journal(deps, request, { action: 'sending-gap-end', outcome: 'success', about: id });
  if (await deps.gaps.end(id, request.actor.id)) return reply.code(204).send();
  return tell(reply, 404, 'not-found', 'Nothing of that id is said now.');
}

async function list(deps: GapRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const question = { interaction: 'sending-gaps', type: 'Organization', text: 'sending gaps' };
  const asked = await open(deps, request).consult({ ...question, domains: ['registry'] });
  if (asked.outcome === 'denied') return denied(reply, asked);
  return { gaps: await deps.gaps.inForce() };
}

/**
 * `GET /gaps`: what organismes do not send, in force. `POST /gaps`: says one (201, 409, 422); `POST /gaps/:id/end`: it is sent
 * again (204). For who keeps the registers; 401, 403.
 */
export function addGapRoutes(app: FastifyInstance, deps: GapRoutesDeps): void {
  app.get('/gaps', (request, reply) => list(deps, request, reply));
  app.post('/gaps', { schema: recordSchema }, (request, reply) => record(deps, request, reply));
  app.post('/gaps/:id/end', { schema: idSchema }, (request, reply) => end(deps, request, reply));
}
