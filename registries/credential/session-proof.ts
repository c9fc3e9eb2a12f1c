import { checkProof } from '@continuum/trust-signature';
import type { CookieRequest } from './session-cookie.ts';

/** A request, as far as a proof speaks of it. */
export interface ScreenRequest extends CookieRequest {
  method: string;
  /** Path and query. */
  url: string;
  /** Network address of who asks. */
  ip?: string;
}

/** That a request comes from the browser that holds a key (RFC 9449): which key, and the proof's own id, which serves once. */
export interface SessionProof {
  thumbprint: string;
  jti: string;
  keepUntil: Date;
}

/** The address as the browser wrote it: one of ours; the first when the request names none of them. */
export function addressOf({ headers, url }: ScreenRequest, origins: readonly string[]): string {
  const own = origins.find(origin => new URL(origin).host === headers.host) ?? origins[0];
  return `${own}${url}`;
}

/**
 * The proof in the header `DPoP`, when it holds for this request, now, and, where there is one, for the session's
 * token. Whether it was used before is the database's to say.
 */
export async function readSessionProof(
  request: ScreenRequest,
  origins: readonly string[],
  now: Date,
  token?: string,
): Promise<SessionProof | undefined> {
  const { method, headers } = request;
  if (typeof headers.dpop !== 'string') return undefined;
  const asked = { method, url: addressOf(request, origins), now, ...(token !== undefined && { token }) };
  const checked = await checkProof(headers.dpop, asked);
  return checked.ok ? checked : undefined;
}
