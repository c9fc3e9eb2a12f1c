import { denied, tell } from '@continuum/door';
import type { Access, DepositState, Gate } from '@continuum/record-gate';
import { candidates } from '@continuum/registries-patient';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Intake } from './intake.ts';
import { displayDeposit } from './queue-display.ts';
import type { ActOutcome, ReleaseDecision } from './release.ts';

export interface IntakeRoutesDeps {
  gate: Gate;
  intake: Intake;
}

const id = { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' };
const params = { type: 'object', required: ['id'], properties: { id } };
const schemas = {
  list: {
    querystring: {
      type: 'object',
      properties: {
        cursor: { type: 'string', maxLength: 2000 },
        count: { type: 'integer', minimum: 1, maximum: 200 },
      },
    },
  },
  one: { params },
  close: {
    params,
    body: {
      type: 'object',
      required: ['reason'],
      additionalProperties: false,
      properties: { reason: { type: 'string', minLength: 3, maxLength: 1000 } },
    },
  },
  release: {
    params,
    body: {
      type: 'object',
      required: ['decisions'],
      additionalProperties: false,
      properties: {
        decisions: {
          type: 'array',
          minItems: 1,
          maxItems: 100,
          items: {
            type: 'object',
            required: ['claim'],
            additionalProperties: false,
            properties: { claim: { type: 'integer', minimum: 0 }, patientId: id, newUsager: { const: true } },
            oneOf: [{ required: ['patientId'] }, { required: ['newUsager'] }],
          },
        },
      },
    },
  },
};

const notFound = (reply: FastifyReply) => tell(reply, 404, 'not-found', 'No deposit answers to that.');

const openFor = ({ gate }: IntakeRoutesDeps, { actor, purpose, origin }: FastifyRequest): Access =>
  gate.open(actor, purpose, origin);

const idOf = ({ params }: FastifyRequest): string => (params as { id: string }).id;

async function list(
  deps: IntakeRoutesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  state: DepositState,
) {
  const { count, cursor } = request.query as { count?: number; cursor?: string };
  const page = await deps.gate.deposits.list(openFor(deps, request), { state, count: count ?? 50, cursor });
  if (page.outcome === 'denied') return denied(reply, page);
  return { deposits: page.deposits.map(displayDeposit), total: page.total, next: page.next };
}

async function read(deps: IntakeRoutesDeps, request: FastifyRequest) {
  const access = openFor(deps, request);
  return { access, found: await deps.gate.deposits.read(access, idOf(request)) };
}

async function one(deps: IntakeRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { access, found } = await read(deps, request);
  if (found.outcome === 'denied') return denied(reply, found);
  if (found.outcome === 'not-found') return notFound(reply);
  const claims = [];
  for (const claim of found.deposit.outcome?.claims ?? []) {
    const near = await candidates(claim.patient, access);
    if (!Array.isArray(near)) return denied(reply, near);
    claims.push({ number: claim.number, candidates: near });
  }
  return { ...displayDeposit(found.deposit), candidates: claims };
}

/** HL7 v2 separates segments by a carriage return alone, which a screen does not show as a line. */
const toText = (bytes: Uint8Array, format: string): string => {
  const text = new TextDecoder().decode(bytes);
  return format === 'hl7v2' ? text.replace(/\r\n?/g, '\n') : text;
};

async function original(deps: IntakeRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { found } = await read(deps, request);
  if (found.outcome === 'denied') return denied(reply, found);
  if (found.outcome === 'not-found') return notFound(reply);
  const { original: bytes, format, contentType, sha256, location } = found.deposit;
  return { contentType, sha256, location, text: format === 'dicom' ? '' : toText(bytes, format) };
}

function answer(reply: FastifyReply, outcome: ActOutcome) {
  if (outcome.outcome === 'denied') return denied(reply, outcome);
  if (outcome.outcome === 'not-found') return notFound(reply);
  if (outcome.outcome === 'refused') return tell(reply, outcome.status, outcome.issues);
  const { receipt } = outcome;
  return { state: receipt?.state ?? 'closed', issues: receipt?.issues ?? [] };
}

/**
 * Mounted at `/api/intake`, for the console. Lists are oldest first, `{deposits, total, next}`.
 * `GET /waiting`: the identification queue. `GET /unusable`, `GET /refused`: the work lists.
 * `GET /:id`: one deposit with the usagers each claim may be about, and what agrees and differs.
 * `GET /:id/original`: `{text, contentType, sha256, location?}`.
 * `POST /:id/release` `{decisions: [{claim, patientId} | {claim, newUsager: true}]}`; `POST /:id/retry`;
 * `POST /:id/close` `{reason}`: each gives `{state, issues}`. Everything is decided and journalled by the gate.
 */
export function routes(deps: IntakeRoutesDeps): FastifyPluginAsync {
  const { intake } = deps;
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    for (const state of ['waiting', 'unusable', 'refused'] as const)
      app.get(`/${state}`, { schema: schemas.list }, (request, reply) => list(deps, request, reply, state));
    app.get('/:id', { schema: schemas.one }, (request, reply) => one(deps, request, reply));
    app.get('/:id/original', { schema: schemas.one }, (request, reply) => original(deps, request, reply));
    app.post('/:id/release', { schema: schemas.release }, async (request, reply) => {
      const { decisions } = request.body as { decisions: ReleaseDecision[] };
      return answer(reply, await intake.release(idOf(request), decisions, openFor(deps, request)));
    });
    app.post('/:id/retry', { schema: schemas.one }, async (request, reply) =>
      answer(reply, await intake.retry(idOf(request), openFor(deps, request))),
    );
    app.post('/:id/close', { schema: schemas.close }, async (request, reply) => {
      const { reason } = request.body as { reason: string };
      return answer(reply, await intake.close(idOf(request), reason, openFor(deps, request)));
    });
  };
}
