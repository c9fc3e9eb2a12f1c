import type { Configuration } from 'oidc-provider';

/** What a client is, unless its registration says otherwise: a system without a browser. */
export const clientDefaults: Configuration['clientDefaults'] = {
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'private_key_jwt',
  id_token_signed_response_alg: 'ES256',
};

/** RFC 6749, §4.4. */
export const clientCredentials = { enabled: true };
