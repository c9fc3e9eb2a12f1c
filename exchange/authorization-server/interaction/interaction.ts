import type { Gate } from '@continuum/record-gate';
import type { SessionKind, SignedIn, Throttle } from '@continuum/registries-credential';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { lifetimes } from '../configuration/lifetimes.ts';
import type { Grants } from '../grants.ts';
import type { Launches } from '../launches.ts';
import { plainScopes } from '../requested-scopes.ts';
import { type Context, contextOf, type Picked } from './context.ts';
import { languageOf, sayIn, sendPage } from './page.ts';
import { bouncePage, decisionPage, endPage, signInPage, whichPersonPage } from './pages.ts';
import { type Asked, askedBy, isOwnPage, kinds, personsFor, type Seal } from './request.ts';

/** What the pages that persons see need of other rooms. */
export interface InteractionDeps {
  provider: Provider;
  gate: Gate;
  grants: Grants;
  launches: Launches;
  seal: Seal;
  lookups: Pick<Throttle, 'take'>;
  issuer: string;
  /** The addresses that the server is known by. */
  origins: readonly string[];
  /** Who is signed in, by the passes that their screens were given for these pages. */
  signedIn: (request: FastifyRequest) => Promise<SignedIn[]>;
  /** The sign-in page of the screens, which comes back to an address of this server. */
  signInPage: (kind: SessionKind, returnTo: string) => string;
}

type Form = Picked & { decision?: unknown; csrf?: unknown; as?: unknown };

const csrfOf = ({ seal }: InteractionDeps, { uid }: Asked, { session }: SignedIn): string =>
  seal.seal('form', uid, session);

/** Keeps the authorization and gives it to the application: from here on, its tokens find it. */
async function authorize(
  deps: InteractionDeps,
  asked: Asked,
  { actor, session }: SignedIn,
  context: Extract<Context, { state: 'ready' }>,
) {
  const { provider, grants } = deps;
  const plain: readonly string[] = plainScopes;
  const grant = new provider.Grant({ accountId: actor.id, clientId: asked.client });
  const own = asked.scopes.filter(scope => plain.includes(scope));
  if (own.length > 0) grant.addOIDCScope(own.join(' '));
  for (const resource of asked.resources) grant.addResourceScope(resource, asked.scopes.join(' '));
  const id = await grant.save();
  const { usager, encounter, banner } = context;
  const kept = { id, client: asked.client, actor, banner, scopes: asked.scopes };
  const about = { ...(usager && { patient: usager.id }), ...(encounter && { encounter }) };
  const lasting = asked.scopes.includes('offline_access') ? {} : { session };
  await grants.add({ ...kept, ...about, ...lasting }, lifetimes.Grant);
  if (asked.kind !== 'own-screen') await grants.remember(actor.id, asked.client, asked.scopes);
  return { login: { accountId: actor.id, remember: false }, consent: { grantId: id } };
}

async function finish(
  { provider }: InteractionDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  result: Parameters<Provider['interactionFinished']>[2],
) {
  reply.hijack();
  await provider.interactionFinished(request.raw, reply.raw, result, { mergeWithLastSubmission: false });
  return reply;
}

/** A screen of the project's own asks nobody; another application asks once for the same. */
async function isSettled({ grants }: InteractionDeps, asked: Asked, { actor }: SignedIn): Promise<boolean> {
  if (asked.kind === 'own-screen') return true;
  return !asked.consents && (await grants.isRemembered(actor.id, asked.client, asked.scopes));
}

/** Who is signed in, or the page that says how to be. */
async function personOf(
  deps: InteractionDeps,
  asked: Asked,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedIn | undefined> {
  const { here, as } = request.query as { here?: unknown; as?: unknown };
  const language = languageOf(request);
  const say = sayIn(language);
  const { persons, chosen } = personsFor(asked, await deps.signedIn(request), as);
  if (chosen) return chosen;
  if (persons.length > 0) sendPage(request, reply, whichPersonPage(say, asked, persons));
  else if (here === undefined) sendPage(request, reply, bouncePage(say));
  else {
    const back = `/oauth/interaction/${asked.uid}`;
    const doors = kinds
      .filter(kind => asked.persons === undefined || asked.persons === kind)
      .map(kind => ({ kind, address: deps.signInPage(kind, back) }));
    const heading = say('asks', { application: asked.application });
    sendPage(request, reply, signInPage(say, language, heading, doors));
  }
  return undefined;
}

function showDecision(
  deps: InteractionDeps,
  asked: Asked,
  person: SignedIn,
  context: Exclude<Context, { state: 'refused' }>,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
) {
  const usager = context.state === 'ready' ? context.usager : undefined;
  const proof = usager && deps.seal.seal(asked.uid, person.session, usager.id);
  const sealed = { csrf: csrfOf(deps, asked, person), as: person.kind, ...(proof && { proof }) };
  const language = languageOf(request);
  return sendPage(request, reply, decisionPage(sayIn(language), language, asked, person, context, sealed));
}

/**
 * Answers `prompt=none` (OIDC Core 3.1.2.6): a code, when one person is signed in and authorized all of this before; else which step it
 * would take. Nothing is shown but the way back here, that brings the strict cookies.
 */
async function answerSilently(
  deps: InteractionDeps,
  asked: Asked,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { here } = request.query as { here?: unknown };
  const not = (error: string) =>
    finish(deps, request, reply, { error, error_description: 'it cannot be answered without the person' });
  const { persons, chosen } = personsFor(asked, await deps.signedIn(request), undefined);
  if (persons.length === 0 && here === undefined)
    return sendPage(request, reply, bouncePage(sayIn(languageOf(request))));
  if (persons.length === 0) return not('login_required');
  if (!chosen) return not('account_selection_required');
  if (!(await isSettled(deps, asked, chosen))) return not('consent_required');
  const context = await contextOf(deps, asked, chosen, request.origin, {});
  if (context.state !== 'ready') return not('interaction_required');
  return finish(deps, request, reply, await authorize(deps, asked, chosen, context));
}

async function show(deps: InteractionDeps, request: FastifyRequest, reply: FastifyReply) {
  const say = sayIn(languageOf(request));
  const asked = await askedBy(deps.provider, request, reply);
  if (!asked) return sendPage(request, reply, endPage(say, 'expired'));
  if (asked.silent) return answerSilently(deps, asked, request, reply);
  const person = await personOf(deps, asked, request, reply);
  if (!person) return reply;
  const context = await contextOf(deps, asked, person, request.origin, {});
  if (context.state === 'refused') return sendPage(request, reply, endPage(say, 'launch'));
  if (context.state === 'ready' && (await isSettled(deps, asked, person)))
    return finish(deps, request, reply, await authorize(deps, asked, person, context));
  return showDecision(deps, asked, person, context, { request, reply });
}

async function decide(deps: InteractionDeps, request: FastifyRequest, reply: FastifyReply) {
  const say = sayIn(languageOf(request));
  const form = (request.body ?? {}) as Form;
  const asked = await askedBy(deps.provider, request, reply);
  if (!asked) return sendPage(request, reply, endPage(say, 'expired'));
  const { chosen: person } = personsFor(asked, await deps.signedIn(request), form.as);
  const own = isOwnPage(request, deps.issuer, deps.origins);
  if (!own || !person || !deps.seal.isSealed(form.csrf, 'form', asked.uid, person.session))
    return sendPage(request, reply, endPage(say, 'stale'));
  if (form.decision === 'refuse')
    return finish(deps, request, reply, { error: 'access_denied', error_description: 'refused' });
  const context = await contextOf(deps, asked, person, request.origin, form);
  if (context.state === 'refused') return sendPage(request, reply, endPage(say, 'launch'));
  if (context.state === 'ready' && form.decision === 'authorize')
    return finish(deps, request, reply, await authorize(deps, asked, person, context));
  return showDecision(deps, asked, person, context, { request, reply });
}

/** `/oauth/interaction/:uid`: who asks for what, and the person's answer. */
export function interactionRoutes(
  app: FastifyInstance,
  deps: InteractionDeps,
  asIssuer: (request: FastifyRequest) => void,
): void {
  const schema = {
    params: { type: 'object', properties: { uid: { type: 'string', pattern: '^[\\w-]{1,100}$' } } },
  };
  app.get('/oauth/interaction/:uid', { schema }, async (request, reply) => {
    asIssuer(request);
    return show(deps, request, reply);
  });
  app.post('/oauth/interaction/:uid', { schema }, async (request, reply) => {
    asIssuer(request);
    return decide(deps, request, reply);
  });
}
