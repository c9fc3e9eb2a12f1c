import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { grantedScopes } from '../client-adapter.ts';
import { type ScopeProblem, settleScopes, words } from '../requested-scopes.ts';
import { lifetimes } from './lifetimes.ts';

interface Parameters {
  scope?: string;
  resource?: string | string[];
  aud?: string;
}

const parametersOf = (ctx: KoaContextWithOIDC): Parameters => ctx.oidc.params as Parameters;

const isRequest = ({ oidc: { route } }: KoaContextWithOIDC): boolean =>
  route === 'authorization' || route === 'pushed_authorization_request';

/** What a request pushed before, which the provider keeps as an unsigned JWT. */
function pushed(ctx: KoaContextWithOIDC): Parameters | undefined {
  const { request } = (ctx.oidc.entities.PushedAuthorizationRequest ?? {}) as { request?: string };
  if (request === undefined) return undefined;
  return JSON.parse(Buffer.from(request.split('.')[1]!, 'base64url').toString('utf8')) as Parameters;
}

/**
 * The scopes as they were asked. The provider drops `offline_access` where no consent is asked by the request; here it
 * is asked of the person each time that something new is (SMART App Launch 2.2 knows no `prompt`).
 */
function askedScopes(ctx: KoaContextWithOIDC): string[] {
  const kept = words(parametersOf(ctx).scope);
  if (!isRequest(ctx)) return kept;
  const sent = pushed(ctx)?.scope ?? ctx.oidc.body?.scope ?? ctx.query.scope;
  return [...new Set([...kept, ...words(sent).filter(scope => scope === 'offline_access')])];
}

/** Of a code or a refresh token: what it was given, as far as the registration still covers it. */
const sourceOf = ({ oidc: { entities } }: KoaContextWithOIDC) =>
  entities.AuthorizationCode ?? entities.RefreshToken;

function scopesFor(ctx: KoaContextWithOIDC, problemOf: ScopeProblem): string {
  const registered = words(ctx.oidc.client?.[grantedScopes]);
  const source = sourceOf(ctx);
  if (source) return settleScopes(words(source.scope), registered, problemOf).join(' ');
  const asked = askedScopes(ctx);
  // A system that asks for nothing is given its whole grant (RFC 6749, §3.3).
  const all = asked.length === 0 && ctx.oidc.route === 'token' ? registered : asked;
  const given = settleScopes(all, registered, problemOf).join(' ');
  parametersOf(ctx).scope = given;
  return given;
}

const isSame = (asked: string, resource: string): boolean => asked.replace(/\/$/, '') === resource;

/**
 * SMART's `aud` is the address that the application will send its token to; it maps to the resource (RFC 8707). One of
 * the two is needed, so that a request made for another server is not answered by this one.
 */
function checkAudience(ctx: KoaContextWithOIDC, resource: string): void {
  // In what was pushed, `aud` is the provider's own: the resource was settled then.
  if (!isRequest(ctx) || ctx.oidc.entities.PushedAuthorizationRequest) return;
  const { aud } = parametersOf(ctx);
  if (aud !== undefined && !isSame(aud, resource)) throw new errors.InvalidTarget('aud is another server');
}

/** Which resource a token is for (RFC 8707): the FHIR address, also when a system names none. */
export function resourceIndicators(resource: string, problemOf: ScopeProblem) {
  return {
    enabled: true,
    defaultResource(ctx: KoaContextWithOIDC) {
      if (isRequest(ctx) && parametersOf(ctx).aud === undefined)
        throw new errors.InvalidRequest(`aud must be ${resource}`);
      return resource;
    },
    useGrantedResource: () => true,
    getResourceServerInfo(ctx: KoaContextWithOIDC, asked: string): ResourceServer {
      if (!isSame(asked, resource)) throw new errors.InvalidTarget();
      checkAudience(ctx, resource);
      return {
        audience: resource,
        scope: scopesFor(ctx, problemOf),
        accessTokenTTL: sourceOf(ctx) ? lifetimes.AccessToken : lifetimes.ClientCredentials,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      };
    },
  };
}
