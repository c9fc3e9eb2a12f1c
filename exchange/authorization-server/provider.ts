import { createHmac } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import type { Partner } from '@continuum/registries-partner';
import Provider, { type Configuration } from 'oidc-provider';
import { applicationKind, clientAdapter, forPersons, grantedScopes } from './client-adapter.ts';
import {
  clientAuthentication,
  clientAuthenticationAlgorithms,
} from './configuration/client-authentication.ts';
import { clientCredentials, clientDefaults } from './configuration/client-credentials.ts';
import { keysByAddress } from './configuration/keys-by-address.ts';
import { lifetimes } from './configuration/lifetimes.ts';
import { type ConnectionCertificates, mutualTls, requestShows } from './configuration/mutual-tls.ts';
import { persons, type StandingDeps } from './configuration/persons.ts';
import { clientBasedCORS, pushedAuthorizationRequests, requests } from './configuration/requests.ts';
import { resourceIndicators } from './configuration/resource-indicators.ts';
import { routes } from './configuration/routes.ts';
import { interactionsPolicy } from './configuration/silence.ts';
import type { Grants } from './grants.ts';
import { renderProblem } from './interaction/problem.ts';
import { modelAdapter } from './model-adapter.ts';
import type { ScopeProblem } from './requested-scopes.ts';
import type { SigningKeys } from './signing-key.ts';

export interface ProviderDeps {
  pool: Pool;
  /** `PUBLIC_URL`, without a slash at its end. */
  issuer: string;
  /** Where the same is reached over mutual TLS, without a slash at its end. */
  tlsUrl?: string;
  keys: SigningKeys;
  findPartner: (clientId: string) => Promise<Partner | undefined>;
  /** Then plain bearer tokens are given, and keys are fetched from this machine. */
  demonstration: boolean;
}

/** What persons need besides; without it no application acts for anybody. */
export interface ProviderPersons {
  grants: Grants;
  standing: StandingDeps | undefined;
  scopeProblem: ScopeProblem;
  /** Of the requests in hand. */
  certificates: ConnectionCertificates;
}

const isOwn = (_ctx: unknown, client: { clientId: string }, token: { clientId?: string }): boolean =>
  client.clientId === token.clientId;

const features = (
  deps: ProviderDeps,
  { scopeProblem, certificates }: ProviderPersons,
): Configuration['features'] => ({
  clientCredentials,
  resourceIndicators: resourceIndicators(`${deps.issuer}/fhir/R4`, scopeProblem),
  pushedAuthorizationRequests,
  dPoP: { enabled: true },
  mTLS: mutualTls(deps.issuer, certificates),
  // Each may ask about, and revoke, what it was given itself.
  introspection: { enabled: true, allowedPolicy: isOwn as never },
  revocation: { enabled: true, allowedPolicy: isOwn as never },
  devInteractions: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
});

/** A secret of this server for something else than tokens: the same on every process. */
export const secretFor = ({ keys: [key] }: SigningKeys, what: string): string =>
  createHmac('sha256', key?.d ?? '')
    .update(what)
    .digest('base64url');

/** RFC 8705, §5. */
const aliases = (tlsUrl: string): Record<string, string> => ({
  token_endpoint: `${tlsUrl}${routes.token}`,
  introspection_endpoint: `${tlsUrl}${routes.introspection}`,
  revocation_endpoint: `${tlsUrl}${routes.revocation}`,
});

const configuration = (deps: ProviderDeps, people: ProviderPersons): Configuration => ({
  ...clientAuthentication,
  ...requests,
  ...persons(deps.issuer, people.grants, people.standing),
  ...keysByAddress(deps),
  clientBasedCORS,
  adapter: model =>
    model === 'Client'
      ? clientAdapter(deps.findPartner, { ...deps, shows: () => requestShows(people.certificates) })
      : modelAdapter(deps.pool, model),
  jwks: deps.keys as never,
  routes,
  ttl: lifetimes,
  clientDefaults,
  ...(deps.tlsUrl && { discovery: { mtls_endpoint_aliases: aliases(deps.tlsUrl) } }),
  extraClientMetadata: { properties: [grantedScopes, applicationKind, forPersons] },
  interactions: { policy: interactionsPolicy(), url: (_ctx, { uid }) => `/oauth/interaction/${uid}` },
  cookies: { keys: [secretFor(deps.keys, 'cookies')] },
  renderError: renderProblem,
  enabledJWA: {
    clientAuthSigningAlgValues: [...clientAuthenticationAlgorithms],
    idTokenSigningAlgValues: ['ES256'],
    dPoPSigningAlgValues: ['ES256'],
  },
  features: features(deps, people),
});

/** The provider, configured: one file of `configuration/` per feature. */
export function createProvider(deps: ProviderDeps, people: ProviderPersons): Provider {
  const provider = new Provider(deps.issuer, configuration(deps, people));
  provider.proxy = true;
  return provider;
}
