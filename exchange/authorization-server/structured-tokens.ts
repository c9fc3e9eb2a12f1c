import type { Pool } from '@continuum/record-database';
import type { Partner } from '@continuum/registries-partner';
import { type AccessToken, type TokenRules, verifyAccessToken } from '@continuum/trust-signature';
import { decodeJwt } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { TokenHolders } from './token-holders.ts';

export interface StructuredTokensDeps {
  pool: Pool;
  rules: TokenRules;
  holders: Pick<TokenHolders, 'findHolder'> | undefined;
  findPartner: (clientId: string) => Promise<Partner | undefined>;
  /** Takes back one token of a system; false when it has taken back as many as are kept. */
  revokeToken: (clientId: string, token: string, expires: number) => Promise<boolean>;
}

const tooMany = 'More tokens were taken back than are kept: wait ten minutes, or have the system suspended.';

const revoke = `INSERT INTO service.oidc_model (model, id, payload, expires_at)
  VALUES ('RevokedToken', $1, '{}', to_timestamp($2::float8 / 1000)) ON CONFLICT DO NOTHING`;

/** Whether the token counts now, as any door here would find. */
async function counts({ holders, findPartner }: StructuredTokensDeps, token: AccessToken): Promise<boolean> {
  if (token.grant !== undefined) return (await holders?.findHolder(token)) !== undefined;
  const partner = await findPartner(token.clientId);
  return partner?.state === 'active' && !partner.revokedTokens?.includes(token.id ?? '');
}

/** A person's token is looked up by itself at each request; a system's, with the system. */
async function revokeOne({ pool, revokeToken }: StructuredTokensDeps, token: AccessToken): Promise<boolean> {
  const { id, clientId, expires, grant } = token;
  if (id === undefined) return false;
  if (grant === undefined) return revokeToken(clientId, id, expires);
  await pool.query(revoke, [id, expires]);
  return true;
}

/**
 * Answers for access tokens what the provider answers for opaque ones alone, once it has authenticated the client:
 * introspection (RFC 7662) and revocation (RFC 7009) of JWTs, by the client that they were given to.
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
    const done = token === undefined || (await revokeOne(deps, token));
    ctx.status = done ? 200 : 503;
    ctx.body = done ? '' : { error: 'temporarily_unavailable', error_description: tooMany };
  }
  if (route === 'introspection') {
    ctx.status = 200;
    ctx.body =
      token && (await counts(deps, token)) ? { ...decodeJwt(text), active: true } : { active: false };
  }
}
