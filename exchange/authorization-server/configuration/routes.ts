import type { Configuration } from 'oidc-provider';

/** Where each endpoint is. Discovery stays at `/.well-known/openid-configuration`. */
export const routes: Configuration['routes'] = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  jwks: '/oauth/jwks',
};
