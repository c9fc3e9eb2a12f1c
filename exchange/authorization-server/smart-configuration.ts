import { clientAuthenticationAlgorithms } from './configuration/client-authentication.ts';
import { routes } from './configuration/routes.ts';

/** `.well-known/smart-configuration` (SMART App Launch 2.2, §6): what really stands, nothing that is planned. */
export const smartConfiguration = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}${routes!.jwks}`,
  token_endpoint: `${issuer}${routes!.token}`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: clientAuthenticationAlgorithms,
  grant_types_supported: ['client_credentials'],
  scopes_supported: ['system/*.cruds', 'system/*.rs'],
  code_challenge_methods_supported: ['S256'],
  capabilities: ['client-confidential-asymmetric', 'permission-v2'],
});
