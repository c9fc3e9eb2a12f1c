import type { Configuration } from 'oidc-provider';

/** Where each endpoint is. Discovery stays at `/.well-known/openid-configuration`. */
export const routes = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  jwks: '/oauth/jwks',
  pushed_authorization_request: '/oauth/par',
  introspection: '/oauth/introspect',
  revocation: '/oauth/revoke',
} as const satisfies Configuration['routes'];
