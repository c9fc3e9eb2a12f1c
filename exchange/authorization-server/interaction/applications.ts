import type { SignInEvent } from '@continuum/registries-credential';
import type { Partner } from '@continuum/registries-partner';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InteractionDeps } from './interaction.ts';
import { languageOf, sayIn, sendPage } from './page.ts';
import { applicationsPage, bouncePage, endPage, signInPage } from './pages.ts';
import { isOwnPage, kinds, personsFor } from './request.ts';

type Deps = InteractionDeps & {
  findPartner: (clientId: string) => Promise<Partner | undefined>;
  journal: (event: SignInEvent) => Promise<void>;
};

const back = '/oauth/applications';

/** Each signs in at their own door: the one that the address names, or the one that they choose. */
function sendToDoor(deps: Deps, request: FastifyRequest, reply: FastifyReply, as: unknown) {
  const named = kinds.find(kind => kind === as);
  if (named) return reply.redirect(deps.signInPage(named, back), 303);
  const language = languageOf(request);
  const say = sayIn(language);
  const doors = kinds.map(kind => ({ kind, address: deps.signInPage(kind, back) }));
  return sendPage(request, reply, signInPage(say, language, say('applications'), doors));
}

async function list(deps: Deps, request: FastifyRequest, reply: FastifyReply, revoked = false) {
  const { here, as } = { ...(request.query as object), ...(request.body as object) } as Record<
    string,
    unknown
  >;
  const say = sayIn(languageOf(request));
  const { persons, chosen } = personsFor({ persons: undefined }, await deps.signedIn(request), as);
  const person = chosen ?? persons[0];
  if (!person && here === undefined) return sendPage(request, reply, bouncePage(say));
  if (!person) return sendToDoor(deps, request, reply, as);
  const authorized = await deps.grants.listOf(person.actor.id);
  const named = await Promise.all(
    authorized.map(async line => ({
      ...line,
      name: (await deps.findPartner(line.client))?.name ?? line.client,
    })),
  );
  const csrf = deps.seal.seal('applications', person.session);
  const language = languageOf(request);
  return sendPage(request, reply, applicationsPage(say, language, named, { csrf, as: person.kind, revoked }));
}

async function withdraw(deps: Deps, request: FastifyRequest, reply: FastifyReply) {
  const { csrf, client, as } = (request.body ?? {}) as Record<string, unknown>;
  const { chosen } = personsFor({ persons: undefined }, await deps.signedIn(request), as);
  const own = isOwnPage(request, deps.issuer, deps.origins);
  if (!own || !chosen || !deps.seal.isSealed(csrf, 'applications', chosen.session))
    return sendPage(request, reply, endPage(sayIn(languageOf(request)), 'stale'));
  await deps.grants.withdraw(chosen.actor.id, String(client));
  const { name = '' } = (await deps.findPartner(String(client))) ?? {};
  const actor = { ...chosen.actor, application: { id: String(client), name } };
  await deps.journal({ action: 'sign-out', outcome: 'success', actor, origin: request.origin });
  return list(deps, request, reply, true);
}

/** `/oauth/applications`: what a person authorized, and its end: from the next request on, on every process. */
export function applicationRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/oauth/applications', (request, reply) => list(deps, request, reply));
  app.post('/oauth/applications', (request, reply) => withdraw(deps, request, reply));
}
