import { grantScopes } from '@continuum/trust-access';
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { grantedScopes } from '../client-adapter.ts';
import { lifetimes } from './lifetimes.ts';

const words = (text: unknown): string[] => (typeof text === 'string' ? text.split(' ').filter(Boolean) : []);

/**
 * The scopes of the token: what was asked for and the client's registration covers; all of its grant when it
 * asked for nothing (RFC 6749, §3.3). `oidc-provider` compares scopes as exact strings: they are computed
 * here, per request.
 */
function scopesFor(ctx: KoaContextWithOIDC): string {
  const granted = words(ctx.oidc.client?.[grantedScopes]);
  const params = ctx.oidc.params as { scope?: string };
  const requested = words(params.scope);
  const given = requested.length === 0 ? granted : grantScopes(requested, granted);
  if (given.length === 0)
    throw new errors.InvalidScope('none of these scopes is granted', params.scope ?? '');
  params.scope = given.join(' ');
  return params.scope;
}

/** Which resource a token is for (RFC 8707): the FHIR address, also when none is named. */
export function resourceIndicators(resource: string) {
  return {
    enabled: true,
    defaultResource: () => resource,
    useGrantedResource: () => true,
    getResourceServerInfo(ctx: KoaContextWithOIDC, asked: string): ResourceServer {
      if (asked.replace(/\/$/, '') !== resource) throw new errors.InvalidTarget();
      return {
        audience: resource,
        scope: scopesFor(ctx),
        accessTokenTTL: lifetimes.ClientCredentials,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      };
    },
  };
}
