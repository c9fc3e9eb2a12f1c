import { hash, X509Certificate } from 'node:crypto';
import { isSameText } from './same.ts';

/** What a token says of the key it is bound to (RFC 7800 §3.1). */
export interface Confirmation {
  /** Thumbprint of a DPoP key (RFC 9449 §6.1). */
  jkt?: string;
  /** Thumbprint of a client certificate (RFC 8705 §3.1). */
  'x5t#S256'?: string;
}

/** Why a token does not belong to who presents it. */
export type ConfirmationFailure =
  | 'unbound'
  | 'confirmation-unknown'
  | 'proof-missing'
  | 'proof-foreign'
  | 'certificate-missing'
  | 'certificate-foreign';

/** What the caller showed besides the token. */
export interface Shown {
  /** Thumbprint of a proof that `checkProof` found good. */
  thumbprint?: string;
  /** The client certificate of the TLS connection, DER. */
  certificate?: Uint8Array;
}

/** The SHA-256 of a certificate's DER, base64url: `x5t#S256` (RFC 8705 §3.1). Takes PEM or DER. */
export function toCertificateThumbprint(certificate: string | Uint8Array): string {
  const der = typeof certificate === 'string' ? new X509Certificate(certificate).raw : certificate;
  return hash('sha256', der, 'base64url');
}

type Check = (expected: unknown, shown: Shown) => ConfirmationFailure | undefined;

const checks: Record<string, Check> = {
  jkt: (expected, { thumbprint }) => {
    if (thumbprint === undefined) return 'proof-missing';
    return isSameText(expected, thumbprint) ? undefined : 'proof-foreign';
  },
  'x5t#S256': (expected, { certificate }) => {
    if (certificate === undefined) return 'certificate-missing';
    return isSameText(expected, toCertificateThumbprint(certificate)) ? undefined : 'certificate-foreign';
  },
};

/**
 * Checks that a token is presented by the holder of every key it is bound to (RFC 9449 §7.1, RFC 8705 §3).
 * A way of binding that nobody here knows is refused. `unbound`: whoever has the token may use it; whether that
 * is permitted is the caller's rule.
 */
export function checkConfirmation(
  confirmation: Confirmation | undefined,
  shown: Shown,
): ConfirmationFailure | undefined {
  const bound = Object.entries(confirmation ?? {});
  if (bound.length === 0) return 'unbound';
  for (const [name, expected] of bound) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const why = check === undefined ? 'confirmation-unknown' : check(expected, shown);
    if (why !== undefined) return why;
  }
  return undefined;
}
