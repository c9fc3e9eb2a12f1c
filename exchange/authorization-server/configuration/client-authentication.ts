import { type Configuration, errors } from 'oidc-provider';

const longest = 300;
const skew = 30;

/**
 * Clients prove themselves by their certificate (RFC 8705) or by a signed assertion (RFC 7523; SMART App Launch 2.2, §5.2.2: at most five minutes long,
 * RS384 and ES384 supported), or are public, and then hold no secret: PKCE, and a proof of possession, stand for it.
 */
export const clientAuthentication: Partial<Configuration> = {
  clientAuthMethods: ['private_key_jwt', 'tls_client_auth', 'none'],
  clockTolerance: skew,
  async assertJwtClientAuthClaimsAndHeader(_ctx, claims) {
    const now = Math.floor(Date.now() / 1000);
    const lasts = Number(claims.exp) - now;
    if (lasts > longest + skew)
      throw new errors.InvalidClientAuth('the assertion must expire within five minutes');
    if (claims.iat !== undefined && Number(claims.iat) > now + skew)
      throw new errors.InvalidClientAuth('the assertion is of the future');
  },
};

export const clientAuthenticationAlgorithms = ['ES256', 'ES384', 'RS256', 'RS384'] as const;
