import { hash } from 'node:crypto';
import { type AccessToken, type TokenRules, verifyAccessToken } from '@continuum/trust-signature';

/** Verifies an access token; undefined when it is not one of ours, is not for us, or has expired. */
export type TokenVerifier = (token: string) => Promise<AccessToken | undefined>;

const capacity = 10_000;

/**
 * A verifier that remembers what it verified until the token expires: a signature is checked once, not once
 * per request. Keyed by the token's hash, so that the memory of the process holds no token.
 */
export function createTokenVerifier(rules: TokenRules, clock: () => Date = () => new Date()): TokenVerifier {
  const known = new Map<string, AccessToken>();
  const remember = (key: string, token: AccessToken): AccessToken => {
    const oldest = known.size >= capacity ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(key, token);
    return token;
  };
  return async token => {
    const now = clock();
    const key = hash('sha256', token, 'base64url');
    const found = known.get(key);
    if (found && found.expires > now.getTime()) return found;
    known.delete(key);
    const verified = await verifyAccessToken(token, rules, now);
    return verified && remember(key, verified);
  };
}
