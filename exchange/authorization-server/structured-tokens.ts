import type { Pool } from '@continuum/record-database';
import type { Partner } from '@continuum/registries-partner';
import { type AccessToken, type TokenRules, verifyAccessToken } from '@continuum/trust-access';
import { decodeJwt } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { TokenHolders } from './token-holders.ts';

export interface StructuredTokensDeps {
  pool: Pool;
  rules: TokenRules;
  holders: Pick<TokenHolders, 'findHolder'> | undefined;
  findPartner: (clientId: string) => Promise<Partner | undefined>;
}

const revoke = `INSERT INTO service.oidc_model (model, id, payload, expires_at)
  VALUES ('RevokedToken', $1, '{}', to_timestamp($2::float8 / 1000)) ON CONFLICT DO NOTHING`;

/** Whether the token counts now, as any door here would find. */
async function counts({ holders, findPartner }: StructuredTokensDeps, token: AccessToken): Promise<boolean> {
  if (token.grant !== undefined) return (await holders?.findHolder(token)) !== undefined;
  return (await findPartner(token.clientId))?.state === 'active';
}

/**
 * Answers for access tokens what the provider answers for opaque ones alone, once it has authenticated the client:
 * introspection (RFC 7662) and revocation (RFC 7009) of JWTs, by the client that they were given to. A system's token
 * cannot be revoked by itself, and the provider says so: it is suspended, or waits ten minutes.
 */
export async function answerForStructuredTokens(
  deps: StructuredTokensDeps,
  ctx: KoaContextWithOIDC,
): Promise<void> {
  const { route, client, params } = ctx.oidc ?? {};
  const { error } = (ctx.body ?? {}) as { error?: string };
  if (error !== 'unsupported_token_type' || !client) return;
  const text = String((params as { token?: unknown }).token);
  const verified = await verifyAccessToken(text, deps.rules, new Date());
  const token = verified?.clientId === client.clientId ? verified : undefined;
  if (route === 'revocation') {
    if (token && token.grant === undefined) return;
    if (token?.id !== undefined) await deps.pool.query(revoke, [token.id, token.expires]);
    ctx.status = 200;
    ctx.body = '';
  }
  if (route === 'introspection') {
    ctx.status = 200;
    ctx.body =
      token && (await counts(deps, token)) ? { ...decodeJwt(text), active: true } : { active: false };
  }
}
