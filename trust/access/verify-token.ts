import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { type ScopeContext, scopesOf } from './scope.ts';

/** What a verified access token says. */
export interface AccessToken {
  clientId: string;
  /** Of a system, or of the person who is its subject: those of the other do not count. */
  scopes: readonly string[];
  /** Id of the token. */
  id?: string;
  /** The person's authorization that it was made from; a system's token has none. */
  grant?: string;
  /** Id of the one Patient whose record it opens. */
  patient?: string;
  /** The keys that it is bound to (RFC 7800, `cnf`). */
  confirmation?: { jkt?: string; 'x5t#S256'?: string };
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

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A scope of one usager's record needs the usager. */
const contextsOf = (grant: unknown, patient: unknown): ScopeContext[] => {
  if (grant === undefined) return ['system'];
  return patient === undefined ? ['user'] : ['patient', 'user'];
};

function toToken({ grant, patient, jti, cnf, ...claims }: JWTPayload): AccessToken {
  const scopes = textOf(claims.scope)?.split(' ') ?? [];
  return {
    clientId: String(claims.client_id),
    scopes: scopesOf(scopes, contextsOf(grant, patient)),
    expires: claims.exp! * 1000,
    ...(jti !== undefined && { id: jti }),
    ...(grant !== undefined && { grant: String(grant) }),
    ...(patient !== undefined && { patient: String(patient) }),
    ...(cnf !== undefined && { confirmation: cnf as NonNullable<AccessToken['confirmation']> }),
  };
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
    return toToken(payload);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
