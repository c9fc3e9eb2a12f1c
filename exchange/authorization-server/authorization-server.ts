import type { IncomingMessage } from 'node:http';
import { DatabaseUnavailable } from '@continuum/record-database';
import type { Origin } from '@continuum/record-gate';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { createProvider, type ProviderDeps } from './provider.ts';
import { smartConfiguration } from './smart-configuration.ts';
import { journalTokenRequest, type TokenJournalDeps } from './token-journal.ts';

export type AuthorizationServerDeps = ProviderDeps & TokenJournalDeps;

/** Without the database or the journal no token leaves: 503, and the client may come back. */
function unavailable(ctx: KoaContextWithOIDC): void {
  ctx.status = 503;
  ctx.set('Retry-After', '5');
  ctx.body = { error: 'temporarily_unavailable', error_description: 'Come back in a few seconds.' };
}

/** The provider renders its own errors; this sees why and journals before the answer leaves. */
function guard(provider: Provider, deps: TokenJournalDeps, origins: WeakMap<IncomingMessage, Origin>): void {
  const broken = new WeakSet<object>();
  provider.on('server_error', (ctx, error) => {
    if (error instanceof DatabaseUnavailable) broken.add(ctx.req);
  });
  provider.use(async (ctx: KoaContextWithOIDC, next: () => Promise<void>) => {
    await next();
    if (broken.has(ctx.req)) return unavailable(ctx);
    await journalTokenRequest(deps, ctx, origins.get(ctx.req)!).catch(() => unavailable(ctx));
  });
}

/**
 * The provider builds its addresses from the request: whatever address the caller used, they are those of
 * the issuer.
 */
function asIssuer(issuer: string, request: FastifyRequest): void {
  const { host, protocol } = new URL(issuer);
  const { headers } = request.raw;
  headers.host = host;
  headers['x-forwarded-proto'] = protocol.replace(':', '');
  delete headers['x-forwarded-host'];
}

/**
 * The authorization server: `/oauth/*`, `/.well-known/openid-configuration` and
 * `/fhir/R4/.well-known/smart-configuration`. Registered without a prefix, after the callers are identified.
 */
export function authorizationServer(deps: AuthorizationServerDeps): FastifyPluginAsync {
  return async app => {
    const provider = createProvider(deps);
    const origins = new WeakMap<IncomingMessage, Origin>();
    guard(provider, deps, origins);
    const callback = provider.callback();
    const handle = (request: FastifyRequest, reply: FastifyReply) => {
      asIssuer(deps.issuer, request);
      origins.set(request.raw, request.origin);
      // What the application says of every answer (security headers, the request's id) holds here too.
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      return callback(request.raw, reply.raw);
    };
    // The provider reads the body itself.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null));
    app.get('/.well-known/openid-configuration', handle);
    app.all('/oauth/*', handle);
    app.get('/fhir/R4/.well-known/smart-configuration', () => smartConfiguration(deps.issuer));
  };
}
