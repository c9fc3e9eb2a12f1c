import type { AccessToken } from '@continuum/trust-access';
import { checkConfirmation, checkProof } from '@continuum/trust-signature';
import type { CookieRequest } from './session-cookie.ts';

/** A request that carries a token. */
export interface TokenRequest extends CookieRequest {
  method: string;
  /** Path and query. */
  url: string;
}

export interface TokenHolderDeps {
  /** The addresses that the server is known by: a proof names the one it is for. */
  origins: readonly string[];
  /**
   * Keeps a proof's id until it is too old to count; false when that key used it before, on whichever process. Where
   * it is absent, tokens that are bound to a key open nothing.
   */
  takeProof?: (proof: { thumbprint: string; jti: string; keepUntil: Date }) => Promise<boolean>;
}

/** Checks the proof against the address it may be for. */
async function provenKey(
  deps: TokenHolderDeps,
  { headers, method, url }: TokenRequest,
  token: string,
  thumbprint: string,
): Promise<string | undefined> {
  const proof = headers.dpop;
  if (typeof proof !== 'string' || deps.takeProof === undefined) return undefined;
  for (const origin of deps.origins) {
    const request = { method, url: `${origin}${url}`, now: new Date(), token, thumbprint };
    const checked = await checkProof(proof, request);
    if (checked.ok) return (await deps.takeProof(checked)) ? checked.thumbprint : undefined;
  }
  return undefined;
}

/**
 * Whether the token comes from whom it was given to: one that is bound to a key needs a new proof by that key, for this
 * request (RFC 9449, §7); presented as a bearer's it opens nothing, nor does one bound to what cannot be shown here.
 */
export async function isHeldBy(
  deps: TokenHolderDeps,
  request: TokenRequest,
  scheme: string,
  token: string,
  { confirmation }: AccessToken,
): Promise<boolean> {
  const proven = scheme.toLowerCase() === 'dpop';
  if (confirmation === undefined) return !proven;
  if ((confirmation.jkt !== undefined) !== proven) return false;
  const key = confirmation.jkt && (await provenKey(deps, request, token, confirmation.jkt));
  return checkConfirmation(confirmation, key ? { thumbprint: key } : {}) === undefined;
}
