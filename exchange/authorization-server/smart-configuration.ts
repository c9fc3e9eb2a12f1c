import { clientAuthenticationAlgorithms } from './configuration/client-authentication.ts';
import { routes } from './configuration/routes.ts';
import { plainScopes } from './requested-scopes.ts';

const forSystems = ['client-confidential-asymmetric', 'permission-v2'];

const forPersons = [
  'launch-ehr',
  'launch-standalone',
  'client-public',
  'sso-openid-connect',
  'context-banner',
  'context-ehr-patient',
  'context-ehr-encounter',
  'context-standalone-patient',
  'permission-offline',
  'permission-online',
  'permission-patient',
  'permission-user',
  'permission-v1',
];

const system = ['system/*.cruds', 'system/*.rs'];

/**
 * `.well-known/smart-configuration` (SMART App Launch 2.2, §6): what really stands, nothing that is planned.
 * @param persons whether applications may act for persons here.
 */
export const smartConfiguration = (issuer: string, persons: boolean) => ({
  issuer,
  jwks_uri: `${issuer}${routes.jwks}`,
  token_endpoint: `${issuer}${routes.token}`,
  token_endpoint_auth_methods_supported: ['private_key_jwt', 'tls_client_auth', ...(persons ? ['none'] : [])],
  token_endpoint_auth_signing_alg_values_supported: clientAuthenticationAlgorithms,
  introspection_endpoint: `${issuer}${routes.introspection}`,
  revocation_endpoint: `${issuer}${routes.revocation}`,
  ...(persons && {
    authorization_endpoint: `${issuer}${routes.authorization}`,
    pushed_authorization_request_endpoint: `${issuer}${routes.pushed_authorization_request}`,
    management_endpoint: `${issuer}/oauth/applications`,
    response_types_supported: ['code'],
    dpop_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
  }),
  grant_types_supported: ['client_credentials', ...(persons ? ['authorization_code', 'refresh_token'] : [])],
  scopes_supported: persons ? [...system, ...plainScopes, 'patient/*.rs', 'user/*.rs'] : system,
  code_challenge_methods_supported: ['S256'],
  capabilities: [...forSystems, ...(persons ? forPersons : [])],
});
