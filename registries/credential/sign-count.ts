import type { Assertion } from '@continuum/trust-signature';

/** The signature counter of the authenticator data (WebAuthn level 3, §6.1); a checked assertion has one. */
export const signCountOf = ({ response }: Assertion): number =>
  Buffer.from(response.authenticatorData, 'base64url').readUInt32BE(33);
