import { denied } from '@continuum/door';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { listAccesses } from './accesses.ts';
import { type CopyRoutesDeps, mountCopies } from './own-copy/copy-routes.ts';
import type { RequestDeps } from './request/deps.ts';
import { evidenceRoutes } from './request/evidence/evidence-routes.ts';
import { ownRequestRoutes } from './request/own-routes.ts';
import { staffRequestRoutes } from './request/staff-routes.ts';

export type CopyDeps = Omit<CopyRoutesDeps, 'gate'>;

export interface RightsRoutesDeps extends RequestDeps {
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

async function accesses({ gate }: RightsRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { patient } = request.params as { patient: string };
  const page = request.query as { count: number; cursor?: string };
  const access = gate.open(request.actor, request.purpose, request.origin);
  const answer = await listAccesses(access, patient, page);
  return 'outcome' in answer ? denied(reply, answer) : answer;
}

/**
 * Mounted at `/api/rights`. `GET /:patient/accesses?count=&cursor=` → `AccessesAnswer`, newest first; the list is itself a
 * look, journalled like any other. For the person: `GET`, `POST /:patient/requests`, `POST /:patient/requests/:id/events`,
 * `GET /:patient/items` (`own-routes.ts`). For a provider: `GET /:patient/corrections`. For who handles requests:
 * `GET /requests`, `GET /requests/:id`, `POST /requests/:id/events` (`staff-routes.ts`).
 * Files joined to requests: `evidenceRoutes`. And the person's own copy: see `mountCopies`.
 */
export function routes(deps: RightsRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    staffRequestRoutes(app, deps);
    ownRequestRoutes(app, deps);
    evidenceRoutes(app, deps);
    app.get('/:patient/accesses', { schema }, (request, reply) => accesses(deps, request, reply));
    if (deps.copy) mountCopies(app, { gate: deps.gate, ...deps.copy });
  };
}
