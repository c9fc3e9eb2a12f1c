import { Readable } from 'node:stream';
import { refuseAct, refuseSigner, signerOf } from '@continuum/registries-credential';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Appointing } from './agents.ts';
import { choicesAt } from './choices.ts';
import type { Caller } from './deps.ts';
import type { Designating } from './designations.ts';
import { grantCode } from './grant/signed-grant.ts';
import type { HandoverChange } from './handovers.ts';
import type { Leaver } from './leaving/leavers.ts';
import { type ListName, type ListQuery, listPage, reachOf } from './list.ts';
import { mineOf } from './mine.ts';
import { heldBy, officesAmong } from './offices.ts';
import { answer, refused } from './refusal-answer.ts';
import type { RequestChange, Requesting } from './requests.ts';
import type { ReviewAnswer } from './review/reviews.ts';
import type { AuthorizationRoutesDeps } from './routes-deps.ts';
import { byRule } from './rules/refusal.ts';
import { schemas } from './schemas.ts';
import { selfService } from './self-service/self-service-routes.ts';
import { csvHeader, csvLines } from './to-csv.ts';

const by = ({ actor, origin }: FastifyRequest): Caller => ({ actor, origin });
const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
const names: readonly ListName[] = [
  ...(['requests', 'handovers', 'authorizations', 'designations', 'agents'] as const),
  ...(['endings', 'reviews', 'unblockings'] as const),
];
const badCursor = byRule(
  'cursor',
  'cursor: elle n’est pas de cette liste.',
  'cursor: it is not of this list.',
);

async function* csvOf(name: ListName, page: (cursor?: string) => ReturnType<typeof listPage>) {
  // The mark tells spreadsheets that it is UTF-8.
  yield `\ufeff${csvHeader(name)}`;
  let cursor: string | undefined;
  do {
    const found = await page(cursor);
    yield csvLines(name, found?.rows ?? []);
    cursor = found?.next;
  } while (cursor !== undefined);
}

/** A list within the reach of whoever asks, a page or all of it as a file; each look is journalled. */
async function list(
  deps: AuthorizationRoutesDeps,
  name: ListName,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { pool, journal } = deps;
  const caller = by(request);
  const { format, ...query } = request.query as ListQuery & { format: 'json' | 'csv' };
  const held = await heldBy({ tx: pool, caller });
  const reach = reachOf(name, held, caller);
  if (reach === undefined) {
    await journal({ action: 'attempt', outcome: 'denied', ...caller, why: `authorization-list-${name}` });
    return refused(request, reply, { refused: 'office' });
  }
  const now = deps.clock?.() ?? new Date();
  const page = (more: Partial<ListQuery>) =>
    listPage(pool, name, { ...query, ...more }, reach, held, caller, now);
  await journal({
    action: `authorization-list-${name}`,
    outcome: 'success',
    ...caller,
    about: `${name}, ${format}`,
  });
  if (format === 'json') return (await page({})) ?? refused(request, reply, badCursor);
  reply.header('Content-Disposition', `attachment; filename="${name}.csv"`).type('text/csv; charset=utf-8');
  return reply.send(Readable.from(csvOf(name, cursor => page({ count: 1000, cursor }))));
}

/** What a form of an organization may name: for its GAA, and for those who manage access everywhere. */
async function choices(deps: AuthorizationRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const caller = by(request);
  const { organization, name } = request.query as { organization: string; name: string };
  const offices = officesAmong(await heldBy({ tx: deps.pool, caller }), caller, { organization });
  if (offices.some(office => ['gaa', 'aga', 'operations'].includes(office)))
    return choicesAt(deps, caller, organization, name);
  const why = 'authorization-choices';
  await deps.journal({ action: 'attempt', outcome: 'denied', ...caller, why });
  return refused(request, reply, { refused: 'office' });
}

/** The grant that whoever accepts a request signs: nothing is written before `POST /api/act/signature`. */
async function grant(deps: AuthorizationRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const proposed = await deps.authorizations.proposeGrant(idOf(request), by(request));
  if (!('done' in proposed)) return refused(request, reply, proposed);
  const signer = signerOf(request);
  if (!signer) return refuseSigner(request, reply);
  const outcome = await deps.acts.prepare(signer, { code: grantCode, resource: proposed.value });
  return outcome.ok ? reply.code(201).send(outcome.prepared) : refuseAct(reply, outcome);
}

function steps(app: FastifyInstance, { authorizations: to }: AuthorizationRoutesDeps): void {
  app.post('/designations', { schema: schemas.designation }, (request, reply) =>
    answer(request, reply, to.designate(request.body as Designating, by(request)), 201),
  );
  app.post('/agents', { schema: schemas.agent }, (request, reply) =>
    answer(request, reply, to.appoint(request.body as Appointing, by(request)), 201),
  );
  app.post('/requests', { schema: schemas.request }, (request, reply) =>
    answer(request, reply, to.submit(request.body as Requesting, by(request)), 201),
  );
  app.post('/withdrawals', { schema: schemas.withdrawal }, (request, reply) => {
    const asked = request.body as { organization: string; practitioner: string; reason: string };
    return answer(request, reply, to.withdraw(asked, by(request)), 201);
  });
  app.post('/leavers', { schema: schemas.leaver }, (request, reply) =>
    answer(request, reply, to.leave(request.body as Leaver, by(request))),
  );
  app.get('/leavers/preview', { schema: schemas.leaverPreview }, (request, reply) =>
    answer(request, reply, to.previewLeaving(request.query as Omit<Leaver, 'reason'>, by(request))),
  );
  const reasonOf = (request: FastifyRequest) => (request.body as { reason: string }).reason;
  app.post('/designations/:id/end', { schema: schemas.end }, (request, reply) =>
    answer(request, reply, to.endDesignation(idOf(request), reasonOf(request), by(request))),
  );
  app.post('/agents/:id/end', { schema: schemas.end }, (request, reply) =>
    answer(request, reply, to.dismiss(idOf(request), reasonOf(request), by(request))),
  );
  app.post('/requests/:id/events', { schema: schemas.requestEvent }, (request, reply) =>
    answer(request, reply, to.changeRequest(idOf(request), request.body as RequestChange, by(request))),
  );
  app.post('/handovers/:id/events', { schema: schemas.handoverEvent }, (request, reply) =>
    answer(request, reply, to.changeHandover(idOf(request), request.body as HandoverChange, by(request))),
  );
  app.post('/authorizations/:id/acceptance', { schema: schemas.acceptance }, (request, reply) => {
    const { version } = request.body as { version: string };
    return answer(request, reply, to.accept(idOf(request), version, by(request)));
  });
  app.post('/authorizations/:id/events', { schema: schemas.authorizationEvent }, (request, reply) => {
    const { event, reason } = request.body as { event: 'suspend' | 'resume'; reason: string };
    return answer(request, reply, to.suspendOrResume(idOf(request), event, reason, by(request)));
  });
}

/** What is looked at again in time: ends and reviews. */
function reviewing(app: FastifyInstance, { authorizations: to }: AuthorizationRoutesDeps): void {
  app.post('/authorizations/:id/renewal', { schema: schemas.renewal }, (request, reply) => {
    const { ends } = request.body as { ends: string };
    return answer(request, reply, to.renew(idOf(request), ends, by(request)), 201);
  });
  app.post('/authorizations/:id/renewal-request', { schema: schemas.row }, (request, reply) =>
    answer(request, reply, to.askRenewal(idOf(request), by(request))),
  );
  app.post('/authorizations/:id/certificate-reminder', { schema: schemas.row }, (request, reply) =>
    answer(request, reply, to.remind(idOf(request), by(request))),
  );
  app.post('/reviews/:id/events', { schema: schemas.review }, (request, reply) =>
    answer(request, reply, to.answerReview(idOf(request), request.body as ReviewAnswer, by(request))),
  );
}

/**
 * Mounted at `/api/authorization`. Steps: `POST /designations`, `/agents`, `/requests`, `/withdrawals`, `/leavers`;
 * `POST /requests/:id/grant`: what whoever accepts it signs (`PreparedAct`), and sends with the event `accept` once it is;
 * `/designations/:id/end`, `/agents/:id/end`, `/requests/:id/events`, `/handovers/:id/events`, `/reviews/:id/events`,
 * `/authorizations/:id/acceptance`, `/authorizations/:id/events`; of what ends soon, `/authorizations/:id/renewal`,
 * `/authorizations/:id/renewal-request`, `/authorizations/:id/certificate-reminder`. Lists, within the reach of who asks:
 * `GET /requests`, `/handovers`, `/authorizations`, `/designations`, `/agents`, `/endings`, `/reviews`, `/unblockings` with `?state=&search=&cursor=&count=&format=csv`.
 * `GET /leavers/preview?practitioner=&why=&organization=`: what a departure would end. `GET /choices?organization=&name=`: what a form may name. `GET /mine`: one’s own; and `selfService`.
 */
export function routes(deps: AuthorizationRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    steps(app, deps);
    reviewing(app, deps);
    selfService(app, deps);
    for (const name of names)
      app.get(`/${name}`, { schema: schemas.list }, (request, reply) => list(deps, name, request, reply));
    app.get('/choices', { schema: schemas.choices }, (request, reply) => choices(deps, request, reply));
    app.post('/requests/:id/grant', { schema: schemas.grant }, (request, reply) =>
      grant(deps, request, reply),
    );
    app.get('/mine', async (request, reply) => {
      const { kind, application } = request.actor;
      if (kind !== 'practitioner' || application) return refused(request, reply, { refused: 'office' });
      return mineOf(deps.pool, deps, by(request));
    });
  };
}
