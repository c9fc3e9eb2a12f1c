import type { Pool } from '@continuum/record-database';
import type { Partner } from '@continuum/registries-partner';
import Provider, { type Configuration } from 'oidc-provider';
import { clientAdapter, grantedScopes } from './client-adapter.ts';
import {
  clientAuthentication,
  clientAuthenticationAlgorithms,
} from './configuration/client-authentication.ts';
import { clientCredentials, clientDefaults } from './configuration/client-credentials.ts';
import { lifetimes } from './configuration/lifetimes.ts';
import { resourceIndicators } from './configuration/resource-indicators.ts';
import { routes } from './configuration/routes.ts';
import { modelAdapter } from './model-adapter.ts';
import type { SigningKeys } from './signing-key.ts';

export interface ProviderDeps {
  pool: Pool;
  /** `PUBLIC_URL`, without a slash at its end. */
  issuer: string;
  keys: SigningKeys;
  findPartner: (clientId: string) => Promise<Partner | undefined>;
}

const configuration = (deps: ProviderDeps): Configuration => ({
  ...clientAuthentication,
  adapter: model => (model === 'Client' ? clientAdapter(deps.findPartner) : modelAdapter(deps.pool, model)),
  jwks: deps.keys as never,
  routes,
  ttl: lifetimes,
  clientDefaults,
  extraClientMetadata: { properties: [grantedScopes] },
  responseTypes: ['code'],
  enabledJWA: {
    clientAuthSigningAlgValues: [...clientAuthenticationAlgorithms],
    idTokenSigningAlgValues: ['ES256'],
  },
  features: {
    clientCredentials,
    resourceIndicators: resourceIndicators(`${deps.issuer}/fhir/R4`),
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
  },
});

/** The provider, configured: one file of `configuration/` per feature. */
export function createProvider(deps: ProviderDeps): Provider {
  const provider = new Provider(deps.issuer, configuration(deps));
  provider.proxy = true;
  return provider;
}
