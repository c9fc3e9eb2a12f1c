import { decodeJwt } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';

/** Seconds that a proof lives, and that its clock may be ahead of ours: as at every other door (`checkProof`). */
const lifetime = 60;
const skew = 30;

/** When a proof says that it was made; undefined when the provider will find it malformed anyway. */
function madeAt(proof: string): number | undefined {
  try {
    return decodeJwt(proof).iat;
  } catch {
    return undefined;
  }
}

/**
 * Answers a proof that is too old or of the future (RFC 9449, §11.1), before the provider reads it: the provider takes
 * those of five minutes on either side. True when it answered.
 */
export function refusesProofAge(ctx: KoaContextWithOIDC, now: Date): boolean {
  const iat = madeAt(ctx.get('DPoP'));
  const age = iat === undefined ? 0 : Math.floor(now.getTime() / 1000) - iat;
  if (age <= lifetime && age >= -skew) return false;
  ctx.status = 400;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { error: 'invalid_dpop_proof', error_description: 'iat: make a new proof for each request.' };
  return true;
}
