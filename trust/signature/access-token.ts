import { namedPurposes, type PurposeOfUse, type ScopeContext, scopesOf } from '@continuum/trust-access';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import { verifyJws } from './jws.ts';

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
  /** The purposes that it is for, and no other (IHE IUA, `purpose_of_use`); absent: it names none. */
  purposes?: readonly PurposeOfUse[];
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

type Claims = JWTPayload & { exp: number; iat: number; client_id: string };

function toToken({ grant, patient, jti, cnf, extensions, ...claims }: Claims): AccessToken {
  const scopes = textOf(claims.scope)?.split(' ') ?? [];
  const purposes = namedPurposes(extensions);
  return {
    clientId: claims.client_id,
    scopes: scopesOf(scopes, contextsOf(grant, patient)),
    expires: claims.exp * 1000,
    ...(jti !== undefined && { id: jti }),
    ...(grant !== undefined && { grant: String(grant) }),
    ...(patient !== undefined && { patient: String(patient) }),
    ...(purposes !== undefined && { purposes }),
    ...(cnf !== undefined && { confirmation: cnf as NonNullable<AccessToken['confirmation']> }),
  };
}

/** Seconds: between the clocks of two processes of this server; the longest that any token of it lives. */
const skew = 30;
const longest = 3600;

const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** RFC 9068, §2.2 and §4, one check a line; `now` in seconds. */
const checks: readonly ((claims: Partial<Claims>, rules: TokenRules, now: number) => boolean)[] = [
  ({ iss }, { issuer }) => iss === issuer,
  ({ aud }, { audience }) => [aud].flat().includes(audience),
  ({ client_id }) => typeof client_id === 'string',
  ({ jti }) => jti === undefined || typeof jti === 'string',
  ({ exp }, _, now) => isNumber(exp) && now < exp,
  ({ iat }, _, now) => isNumber(iat) && now >= iat - skew,
  ({ iat = 0, exp = 0 }) => exp - iat <= longest,
  ({ nbf }, _, now) => nbf === undefined || (isNumber(nbf) && now >= nbf - skew),
];

function readClaims(payload: Buffer): Partial<Claims> {
  try {
    const claims: unknown = JSON.parse(payload.toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}

/**
 * Verifies a JWT access token (RFC 9068, §4): type, signature by one of the keys, issuer, audience, and its times at the
 * given moment. Undefined when any of them does not hold.
 */
export async function verifyAccessToken(
  token: string,
  rules: TokenRules,
  now: Date,
): Promise<AccessToken | undefined> {
  const verified = await verifyJws(token, rules.keys.keys, ['ES256']);
  if (verified === undefined || !/^(application\/)?at\+jwt$/i.test(verified.header.typ ?? ''))
    return undefined;
  const claims = readClaims(verified.payload);
  return checks.every(holds => holds(claims, rules, now.getTime() / 1000))
    ? toToken(claims as Claims)
    : undefined;
}
