import type { Origin } from '@continuum/record-gate';
import type { SignInEvent } from '@continuum/registries-credential';
import { type Partner, toActor } from '@continuum/registries-partner';
import { type Actor, unknownActor } from '@continuum/trust-access';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Grants } from './grants.ts';

export interface TokenJournalDeps {
  findPartner: (clientId: string) => Promise<Partner | undefined>;
  journal: (event: SignInEvent) => Promise<void>;
  grants: Grants;
}

/** Who a token was given to: a system, or a person with the application that acts for them. */
async function whoOf(
  { findPartner, grants }: TokenJournalDeps,
  ctx: KoaContextWithOIDC,
): Promise<Actor | undefined> {
  const { client, entities } = ctx.oidc;
  const partner = client && (await findPartner(client.clientId));
  if (!partner) return undefined;
  const { clientId: id, name } = partner;
  const grantId = entities.Grant?.jti;
  if (grantId === undefined) return toActor(partner, { kind: 'client-assertion', id });
  const grant = await grants.find(grantId, id);
  return grant && { ...grant.actor, application: { id, name } };
}

/**
 * Journals what happened at the token endpoint, before the answer leaves: a token given, or an attempt. What
 * the caller claimed to be is not kept: nobody proved it.
 */
export async function journalTokenRequest(
  deps: TokenJournalDeps,
  ctx: KoaContextWithOIDC,
  origin: Origin,
): Promise<void> {
  if (ctx.oidc?.route !== 'token') return;
  const actor = ctx.status === 200 ? await whoOf(deps, ctx) : undefined;
  if (actor) return deps.journal({ action: 'sign-in', outcome: 'success', actor, origin });
  const why = (ctx.body as { error?: string } | undefined)?.error;
  return deps.journal({ action: 'attempt', outcome: 'denied', actor: unknownActor, origin, why });
}
