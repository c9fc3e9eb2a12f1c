import type { Access, Denied, Origin } from '@continuum/record-gate';
import { toOperationOutcome } from '@continuum/standards-fhir';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { listAccesses } from './accesses.ts';
import { type CopyRoutesDeps, mountCopies } from './own-copy/copy-routes.ts';

export type CopyDeps = Omit<CopyRoutesDeps, 'gate'>;

export interface RightsRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
  /** What the person's own copy is made of; their own copy is not served without. */
  copy?: CopyDeps;
}

const schema = {
  params: { type: 'object', properties: { patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } } },
  querystring: {
    type: 'object',
    properties: {
      count: { type: 'integer', minimum: 1, maximum: 100, default: 30 },
      cursor: { type: 'string', maxLength: 400 },
    },
  },
};

function denied(reply: FastifyReply, { decision }: Denied) {
  const unidentified = decision.denial === 'unidentified';
  if (unidentified) reply.header('WWW-Authenticate', 'Bearer');
  const code = unidentified ? 'login' : 'forbidden';
  return reply
    .code(unidentified ? 401 : 403)
    .send(toOperationOutcome([{ severity: 'error', code, diagnostics: decision.text }]));
}

async function accesses({ gate }: RightsRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { patient } = request.params as { patient: string };
  const page = request.query as { count: number; cursor?: string };
  const access = gate.open(request.actor, request.purpose, request.origin);
  const answer = await listAccesses(access, patient, page);
  return 'outcome' in answer ? denied(reply, answer) : answer;
}

/**
 * Mounted at `/api/rights`: `GET /:patient/accesses?count=&cursor=` → `AccessesAnswer`, newest first. The list
 * is itself a look, journalled like any other. And the person's own copy: see `mountCopies`.
 */
export function routes(deps: RightsRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/:patient/accesses', { schema }, (request, reply) => accesses(deps, request, reply));
    if (deps.copy) mountCopies(app, { gate: deps.gate, ...deps.copy });
  };
}
