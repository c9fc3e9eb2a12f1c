import { hash, type JsonWebKey } from 'node:crypto';
import { toP256Key, verifyEs256 } from './ecdsa.ts';
import { isSame } from './same.ts';
import { thumbprint } from './thumbprint.ts';

/**
 * An authentication assertion, as `navigator.credentials.get()` serialises it (WebAuthn level 3, §5.1.8:
 * AuthenticationResponseJSON). Binary members are base64url.
 */
export interface Assertion {
  id: string;
  response: { clientDataJSON: string; authenticatorData: string; signature: string };
}

/** Why an assertion does not count; for the journal, never for the person at the door. */
export type AssertionFailure =
  | 'malformed'
  | 'challenge-unknown'
  | 'credential-unknown'
  | 'credential-not-active'
  | 'origin-foreign'
  | 'user-not-verified'
  | 'signature-invalid';

export interface ClientData {
  type: string;
  challenge: string;
  origin: string;
  crossOrigin?: boolean;
}

/** Flags of the authenticator data (§6.1): user present, user verified. */
export const userPresent = 0x01;
export const userVerified = 0x04;

const sha256 = (data: string | Buffer): Buffer => hash('sha256', data, 'buffer');
const bytes = (base64url: string): Buffer => Buffer.from(base64url, 'base64url');

/** The id of a key that brings none of its own: the SHA-256 thumbprint of its public point (RFC 7638). */
export const toCredentialId = (key: JsonWebKey): string => thumbprint(key);

/** What the browser says it asked the key to sign, or undefined when it is not that. */
export function parseClientData(assertion: Assertion): ClientData | undefined {
  try {
    const parsed = JSON.parse(bytes(assertion.response.clientDataJSON).toString('utf8')) as ClientData;
    return typeof parsed.challenge === 'string' && typeof parsed.origin === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes a key signs (§6.3.3, step 11). */
export const signedBytes = (authenticatorData: Buffer, clientDataJSON: Buffer): Buffer =>
  Buffer.concat([authenticatorData, sha256(clientDataJSON)]);

/** The first bytes of authenticator data: which relying party. */
export const toRelyingPartyHash = (origin: string): Buffer => sha256(new URL(origin).hostname);

const isFromPageOf = (client: ClientData, data: Buffer, origins: readonly string[]): boolean =>
  client.crossOrigin !== true &&
  origins.includes(client.origin) &&
  isSame(data.subarray(0, 32), toRelyingPartyHash(client.origin));

/**
 * Checks an assertion against the registered public key, P-256 (WebAuthn level 3, §7.2, steps 11 to 21): its type,
 * origin, relying party, that the person was present and verified by the key, and the signature. A page framed by
 * another one (`crossOrigin`) counts as foreign. The challenge is the caller's to compare.
 */
export function checkAssertion(
  assertion: Assertion,
  publicKey: JsonWebKey,
  origins: readonly string[],
): AssertionFailure | undefined {
  const client = parseClientData(assertion);
  const data = bytes(assertion.response.authenticatorData);
  if (client === undefined || client.type !== 'webauthn.get' || data.length < 37) return 'malformed';
  if (!isFromPageOf(client, data, origins)) return 'origin-foreign';
  const flags = data[32]!;
  if ((flags & userPresent) === 0 || (flags & userVerified) === 0) return 'user-not-verified';
  const signed = signedBytes(data, bytes(assertion.response.clientDataJSON));
  const key = toP256Key(publicKey);
  const valid = key !== undefined && verifyEs256(key, signed, bytes(assertion.response.signature), 'der');
  return valid ? undefined : 'signature-invalid';
}
