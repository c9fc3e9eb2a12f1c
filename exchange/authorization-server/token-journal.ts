import type { Origin } from '@continuum/record-gate';
import type { SignInEvent } from '@continuum/registries-credential';
import { type Partner, toActor } from '@continuum/registries-partner';
import { unknownActor } from '@continuum/trust-access';
import type { KoaContextWithOIDC } from 'oidc-provider';

export interface TokenJournalDeps {
  findPartner: (clientId: string) => Promise<Partner | undefined>;
  journal: (event: SignInEvent) => Promise<void>;
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
  const clientId = ctx.status === 200 ? ctx.oidc.client?.clientId : undefined;
  const partner = clientId === undefined ? undefined : await deps.findPartner(clientId);
  if (partner) {
    const actor = toActor(partner, { kind: 'client-assertion', id: partner.clientId });
    return deps.journal({ action: 'sign-in', outcome: 'success', actor, origin });
  }
  const why = (ctx.body as { error?: string } | undefined)?.error;
  return deps.journal({ action: 'attempt', outcome: 'denied', actor: unknownActor, origin, why });
}
