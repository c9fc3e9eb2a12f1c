import { type AccessToken, checkConfirmation, checkProof } from '@continuum/trust-signature';
import type { ShownCertificate } from './connection-certificate.ts';
import type { ScreenRequest } from './session-proof.ts';

/** A request that carries a token. */
export interface TokenRequest extends ScreenRequest {
  /** What its TLS connection showed. */
  certificate?: ShownCertificate;
}

export interface TokenHolderDeps {
  /** The addresses that the server is known by: a proof names the one it is for. */
  origins: readonly string[];
  /**
   * Keeps a proof's id until it is too old to count; false when that key used it before, on whichever process. Where
   * it is absent, tokens that are bound to a key open nothing.
   */
  takeProof?: (proof: { thumbprint: string; jti: string; keepUntil: Date }) => Promise<boolean>;
  /** Whether a token that is bound to nothing opens anything: in the demonstration alone. */
  plainBearer?: boolean;
}

/** Checks the proof against the address it may be for. */
async function provenKey(
  deps: TokenHolderDeps,
  { headers, method, url }: ScreenRequest,
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

type Shown = Parameters<typeof checkConfirmation>[1];

/** What the request shows of the keys that the token is bound to; undefined when its scheme is not that of the token. */
async function shownBy(
  deps: TokenHolderDeps,
  request: TokenRequest,
  scheme: string,
  token: string,
  { jkt }: NonNullable<AccessToken['confirmation']>,
): Promise<Shown | undefined> {
  if ((jkt !== undefined) !== (scheme.toLowerCase() === 'dpop')) return undefined;
  const { certificate } = request;
  const key = jkt && (await provenKey(deps, request, token, jkt));
  return {
    ...(key && { thumbprint: key }),
    ...(typeof certificate === 'object' && { certificate: certificate.der }),
  };
}

/**
 * Whether the token comes from whom it was given to: one that is bound to a key needs a new proof by that key, for this
 * request (RFC 9449, §7); one that is bound to a certificate needs a connection by that certificate, as it counts now
 * (RFC 8705, §3). A connection whose certificate does not count carries no token at all.
 */
export async function isHeldBy(
  deps: TokenHolderDeps,
  request: TokenRequest,
  scheme: string,
  token: string,
  { confirmation }: AccessToken,
): Promise<boolean> {
  if (request.certificate === 'refused') return false;
  if (confirmation === undefined) return deps.plainBearer === true && scheme.toLowerCase() === 'bearer';
  const shown = await shownBy(deps, request, scheme, token, confirmation);
  return shown !== undefined && checkConfirmation(confirmation, shown) === undefined;
}
