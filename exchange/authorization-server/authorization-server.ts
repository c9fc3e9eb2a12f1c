import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { DatabaseUnavailable } from '@continuum/record-database';
import type { Origin } from '@continuum/record-gate';
import { type ConnectionCertificate, createThrottle } from '@continuum/registries-credential';
import { unknownActor } from '@continuum/trust-access';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ConnectionCertificates } from './configuration/mutual-tls.ts';
import type { StandingDeps } from './configuration/persons.ts';
import { createGrants, type Grants } from './grants.ts';
import { applicationRoutes } from './interaction/applications.ts';
import { type InteractionDeps, interactionRoutes } from './interaction/interaction.ts';
import { createSeal } from './interaction/request.ts';
import { launchRoutes } from './launch-route.ts';
import { createLaunches } from './launches.ts';
import { refusesProofAge } from './proof-age.ts';
import { createProvider, type ProviderDeps, secretFor } from './provider.ts';
import { toPublicKeys } from './signing-key.ts';
import { smartConfiguration } from './smart-configuration.ts';
import { answerForStructuredTokens, type StructuredTokensDeps } from './structured-tokens.ts';
import { completeTokenAnswer } from './token-answer.ts';
import { createTokenHolders } from './token-holders.ts';
import { journalTokenRequest, type TokenJournalDeps } from './token-journal.ts';

/** What applications that act for persons need of other rooms. */
export type PersonsDeps = StandingDeps &
  Pick<InteractionDeps, 'gate' | 'signedIn' | 'signInPage' | 'origins'>;

export type AuthorizationServerDeps = ProviderDeps &
  Pick<TokenJournalDeps, 'journal'> &
  Pick<StructuredTokensDeps, 'revokeToken'> & {
    /** Absent: systems alone get tokens. */
    persons?: PersonsDeps;
  };

/** Without the database or the journal no token leaves: 503, and the client may come back. */
function unavailable(ctx: KoaContextWithOIDC): void {
  ctx.status = 503;
  ctx.set('Retry-After', '5');
  ctx.body = { error: 'temporarily_unavailable', error_description: 'Come back in a few seconds.' };
}

type Answering = TokenJournalDeps & StructuredTokensDeps & { grants: Grants };

async function complete(deps: Answering, ctx: KoaContextWithOIDC, origin: Origin): Promise<void> {
  await answerForStructuredTokens(deps, ctx);
  await completeTokenAnswer(ctx, deps.grants);
  await journalTokenRequest(deps, ctx, origin);
}

const deny = ({ journal }: Answering, origin: Origin, why: string): Promise<void> =>
  journal({ action: 'attempt', outcome: 'denied', actor: unknownActor, origin, why });

/** The provider renders its own errors; this sees why, completes its answers and journals before they leave. */
function guard(provider: Provider, deps: Answering, origins: WeakMap<IncomingMessage, Origin>): void {
  const broken = new WeakSet<object>();
  provider.on('server_error', (ctx, error) => {
    if (error instanceof DatabaseUnavailable) broken.add(ctx.req);
  });
  provider.use(async (ctx: KoaContextWithOIDC, next: () => Promise<void>) => {
    if (refusesProofAge(ctx, new Date())) return deny(deps, origins.get(ctx.req)!, 'proof-age');
    await next();
    if (broken.has(ctx.req)) return unavailable(ctx);
    await complete(deps, ctx, origins.get(ctx.req)!).catch(() => unavailable(ctx));
  });
}

/**
 * The provider builds its addresses from the request: whatever address the caller used, they are those of
 * the issuer, or, over TLS, those of the TLS listener.
 */
const asIssuer = (issuer: string, tlsUrl = issuer) => {
  return ({ raw: { headers, socket } }: FastifyRequest): void => {
    const { host, protocol } = new URL(socket instanceof TLSSocket ? tlsUrl : issuer);
    headers.host = host;
    headers['x-forwarded-proto'] = protocol.replace(':', '');
    delete headers['x-forwarded-host'];
  };
};

/**
 * The provider has a session of its own, which nothing here believes: whoever authorizes is asked of the platform, each
 * time. A cookie of it from before, or planted by somebody else, is not read.
 */
function forgetSession({ raw: { headers } }: FastifyRequest): void {
  const kept = headers.cookie?.split(/;\s*/).filter(cookie => !/^_session(\.sig)?=/.test(cookie));
  if (kept === undefined) return;
  headers.cookie = kept.join('; ');
}

const form = 'application/x-www-form-urlencoded';

function mountPersons(
  app: FastifyInstance,
  deps: AuthorizationServerDeps,
  provider: Provider,
  grants: Grants,
): void {
  const { pool, issuer, tlsUrl, keys, findPartner, persons } = deps;
  if (!persons) return;
  const launches = createLaunches(pool);
  const seal = createSeal(secretFor(keys, 'interaction'));
  const lookups = createThrottle(pool, () => new Date(), { tries: 30, seconds: 600 });
  const interaction = { ...persons, provider, grants, launches, seal, lookups, issuer };
  app.register(async pages => {
    pages.addContentTypeParser(form, { parseAs: 'string', bodyLimit: 8192 }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    interactionRoutes(pages, interaction, asIssuer(issuer, tlsUrl));
    applicationRoutes(pages, { ...interaction, findPartner, journal: deps.journal });
  });
  app.register(async json => {
    json.addContentTypeParser(
      'application/json',
      { parseAs: 'string' },
      json.getDefaultJsonParser('error', 'error'),
    );
    launchRoutes(json, { gate: persons.gate, launches, findPartner, issuer });
  });
}

function createRoom(deps: AuthorizationServerDeps, certificates: ConnectionCertificates) {
  const { pool, issuer, keys, findPartner, persons } = deps;
  const grants = createGrants(pool);
  const scopeProblem = (type: string, search: string) =>
    persons ? persons.gate.limitProblems(type, search)[0]?.diagnostics : 'no searches here';
  const provider = createProvider(deps, { grants, standing: persons, scopeProblem, certificates });
  const rules = { issuer, audience: `${issuer}/fhir/R4`, keys: toPublicKeys(keys) };
  const holders = persons && createTokenHolders({ pool, findPartner, stands: persons.stands });
  return { provider, grants, answering: { ...deps, grants, rules, holders } };
}

/**
 * The authorization server: `/oauth/*`, `/.well-known/openid-configuration` and
 * `/fhir/R4/.well-known/smart-configuration`. Registered without a prefix, after the callers are identified.
 */
export function authorizationServer(deps: AuthorizationServerDeps): FastifyPluginAsync {
  return async app => {
    const certificates = new WeakMap<IncomingMessage, ConnectionCertificate>();
    const { provider, grants, answering } = createRoom(deps, certificates);
    const origins = new WeakMap<IncomingMessage, Origin>();
    guard(provider, answering, origins);
    const callback = provider.callback();
    const address = asIssuer(deps.issuer, deps.tlsUrl);
    const handle = (request: FastifyRequest, reply: FastifyReply) => {
      address(request);
      forgetSession(request);
      origins.set(request.raw, request.origin);
      if (typeof request.certificate === 'object') certificates.set(request.raw, request.certificate);
      // What the application says of every answer (security headers, the request's id) holds here too.
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      return callback(request.raw, reply.raw);
    };
    // The provider reads the body itself.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null));
    mountPersons(app, deps, provider, grants);
    app.get('/.well-known/openid-configuration', handle);
    app.route({ method: ['GET', 'HEAD', 'POST', 'OPTIONS'], url: '/oauth/*', handler: handle });
    app.get('/fhir/R4/.well-known/smart-configuration', () =>
      smartConfiguration(deps.issuer, deps.persons !== undefined),
    );
  };
}
