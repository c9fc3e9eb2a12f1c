import { checkProof } from '@continuum/trust-signature';
import { addressOf, readSessionProof, type ScreenRequest } from './session-proof.ts';

/** The header by which a browser shows that it holds the key of its device. */
const header = 'continuum-device';

/**
 * The device that a request comes from: the thumbprint (RFC 7638) of a key that lasts longer than sessions and that the
 * browser gives to nobody. Its proof is for this request, and for the key of the session alone (`ath` is over that
 * key's thumbprint): it says nothing for another session.
 * @param session thumbprint of the session's key
 * @returns undefined when the browser shows none that holds
 */
export async function readDeviceProof(
  request: ScreenRequest,
  origins: readonly string[],
  now: Date,
  session: string,
): Promise<string | undefined> {
  const proof = request.headers[header];
  if (typeof proof !== 'string') return undefined;
  const asked = { method: request.method, url: addressOf(request, origins), now, token: session };
  const checked = await checkProof(proof, asked);
  return checked.ok ? checked.thumbprint : undefined;
}

/** The same, of a request of a session that is open: the key that its proof is by is the session's. */
export async function deviceOf(
  request: ScreenRequest,
  origins: readonly string[],
  now: Date,
): Promise<string | undefined> {
  const session = await readSessionProof(request, origins, now);
  return session && readDeviceProof(request, origins, now, session.thumbprint);
}
