import type { Actor } from '@continuum/trust-access';
import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { ApplicationGrant, Grants } from '../grants.ts';
import { plainScopes } from '../requested-scopes.ts';
import { purposeClaim } from './purpose-claim.ts';

/** What the server needs to know of persons, from the rooms that know them. */
export interface StandingDeps {
  /** Whether the person's key, and the session if one is named, still count. */
  stands: (actor: Actor, session: string | undefined) => Promise<boolean>;
  /** The person as the registers say they are now; undefined when they may not come in any more. */
  personNow: (actor: Actor) => Promise<Actor | undefined>;
}

/** Address of the FHIR resource that a person is. */
const addressOf = (issuer: string, sub: string): string => `${issuer}/fhir/R4/${sub}`;

/** The authorization of a code or a refresh token that is being exchanged, renewed; undefined: it counts no more. */
async function renewed(
  grants: Grants,
  { stands, personNow }: StandingDeps,
  grant: ApplicationGrant | undefined,
): Promise<Actor | undefined> {
  if (!grant || !(await stands(grant.actor, grant.session))) return undefined;
  const now = await personNow(grant.actor);
  if (now) await grants.renew(grant.id, now);
  return now;
}

/**
 * Who the subject of a token is: at each exchange the registers are asked again whether their key or account, their
 * profile and those they act for are still the same.
 */
export function persons(
  issuer: string,
  grants: Grants,
  standing: StandingDeps | undefined,
): Partial<Configuration> {
  return {
    scopes: [...plainScopes],
    claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
    async findAccount(ctx, sub, token) {
      if (!standing) return undefined;
      const id = (token as { grantId?: string } | undefined)?.grantId;
      if (id !== undefined) {
        const grant = await grants.find(id, ctx.oidc.client!.clientId);
        if ((await renewed(grants, standing, grant))?.id !== sub) return undefined;
      }
      return { accountId: sub, claims: async () => ({ sub, fhirUser: addressOf(issuer, sub) }) };
    },
    // An authorization is of one interaction: what was authorized before is remembered as a consent, not as a token's.
    async loadExistingGrant(ctx) {
      const id = ctx.oidc.result?.consent?.grantId;
      return id === undefined ? undefined : ctx.oidc.provider.Grant.find(id);
    },
    expiresWithSession: () => false,
    async issueRefreshToken(_ctx, client, source) {
      const lasting = source.scopes.has('offline_access') || source.scopes.has('online_access');
      return client.grantTypeAllowed('refresh_token') && lasting;
    },
    // OAuth 2.1: each serves once; one that comes back revokes its family.
    rotateRefreshToken: true,
    async extraTokenClaims(ctx: KoaContextWithOIDC, token) {
      const personal = token.kind === 'AccessToken';
      const bounds = purposeClaim(ctx.oidc.params?.client_assertion, personal);
      if (!personal) return bounds;
      const { grantId, accountId } = token as unknown as { grantId: string; accountId: string };
      const grant = await grants.find(grantId, ctx.oidc.client!.clientId);
      if (!grant) throw new errors.InvalidGrant('the authorization was withdrawn');
      return {
        ...bounds,
        grant: grantId,
        fhirUser: addressOf(issuer, accountId),
        ...(grant.patient !== undefined && { patient: grant.patient }),
      };
    },
  };
}
