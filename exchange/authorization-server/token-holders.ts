import type { Pool } from '@continuum/record-database';
import type { Partner } from '@continuum/registries-partner';
import type { Actor } from '@continuum/trust-access';
import type { AccessToken } from '@continuum/trust-signature';
import { createGrants } from './grants.ts';

export interface TokenHoldersDeps {
  pool: Pool;
  findPartner: (clientId: string) => Promise<Partner | undefined>;
  /** Whether the person's key, and the session if one is named, still count. */
  stands: (actor: Actor, session: string | undefined) => Promise<boolean>;
}

/** Who holds the tokens that the authorization server gave, for whoever identifies callers. */
export interface TokenHolders {
  /**
   * The person that a token acts for, with its application; undefined when the authorization, the token, the
   * application, the key or the session does not count any more. Asked at each request.
   */
  findHolder(token: AccessToken): Promise<Actor | undefined>;
  /** Keeps a proof's id until it is too old; false when that key used it before, on whichever process. */
  takeProof(proof: { thumbprint: string; jti: string; keepUntil: Date }): Promise<boolean>;
}

const take = `
  WITH stale AS (DELETE FROM service.token_proof WHERE (thumbprint, jti) IN
    (SELECT thumbprint, jti FROM service.token_proof WHERE expires_at < now() - interval '1 minute' LIMIT 20))
  INSERT INTO service.token_proof (thumbprint, jti, expires_at) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING RETURNING jti`;

/** Over the database, so that what is withdrawn on one process is refused on every other. */
export function createTokenHolders({ pool, findPartner, stands }: TokenHoldersDeps): TokenHolders {
  const grants = createGrants(pool);
  return {
    async findHolder({ grant: id, clientId, id: token, patient }) {
      if (id === undefined || token === undefined) return undefined;
      const [grant, partner] = await Promise.all([
        grants.ofToken(id, clientId, token),
        findPartner(clientId),
      ]);
      if (!grant || partner?.state !== 'active' || grant.patient !== patient) return undefined;
      if (!(await stands(grant.actor, grant.session))) return undefined;
      return { ...grant.actor, application: { id: partner.clientId, name: partner.name } };
    },
    async takeProof({ thumbprint, jti, keepUntil }) {
      return (await pool.query(take, [thumbprint, jti, keepUntil], 'token-proof')).length === 1;
    },
  };
}
