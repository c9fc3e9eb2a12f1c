import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';

/** What a verified access token says. */
export interface AccessToken {
  clientId: string;
  scopes: readonly string[];
  /** Milliseconds since 1970. */
  expires: number;
}

/** Whose tokens, and for which resource. */
export interface TokenRules {
  issuer: string;
  audience: string;
  /** Public keys of the authorization server. */
  keys: JSONWebKeySet;
}

/**
 * Verifies a JWT access token (RFC 9068, §4): type, signature, issuer, audience, expiry at the given moment.
 * Undefined when any of them does not hold.
 */
export async function verifyAccessToken(
  token: string,
  rules: TokenRules,
  now: Date,
): Promise<AccessToken | undefined> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(rules.keys), {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: ['ES256'],
      typ: 'at+jwt',
      requiredClaims: ['exp', 'client_id'],
      currentDate: now,
    });
    const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
    return { clientId: String(payload.client_id), scopes, expires: payload.exp! * 1000 };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
