import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import { words } from '../requested-scopes.ts';

/** OAuth 2.1: codes alone, PKCE always and by S256 alone, the exact address of return, named each time. */
export const requests: Partial<Configuration> = {
  responseTypes: ['code'],
  pkce: { required: () => true },
  allowOmittingSingleRegisteredRedirectUri: false,
  extraParams: {
    /** SMART App Launch 2.2: checked with the resource. */
    aud: () => undefined,
    /** A start that a DMÉ prepared, and the scope that asks for it, go together. */
    launch(ctx: KoaContextWithOIDC, value: string | undefined) {
      const asked = words((ctx.oidc.params as { scope?: string }).scope).includes('launch');
      if (asked && value === undefined)
        throw new errors.InvalidRequest('the scope launch needs the parameter launch');
      if (!asked && value !== undefined)
        throw new errors.InvalidRequest('the parameter launch needs the scope launch');
    },
  },
};

/** RFC 9126: each client's registration says whether it must. */
export const pushedAuthorizationRequests = {
  enabled: true,
  requirePushedAuthorizationRequests: false,
  allowUnregisteredRedirectUris: false,
};

/** Whether a page of another origin may read the answer: those that the client is called back at. */
export const clientBasedCORS: Configuration['clientBasedCORS'] = (_ctx, origin, client) =>
  (client.redirectUris ?? []).some(address => URL.canParse(address) && new URL(address).origin === origin);
