/** Why a certificate does not count; for the journal and for the person who verifies, never for the intruder. */
export type PathFailure =
  | 'malformed'
  | 'algorithm-weak'
  | 'key-weak'
  | 'not-conforming'
  | 'critical-unknown'
  | 'not-yet-valid'
  | 'expired'
  | 'issuer-unknown'
  | 'signature-invalid'
  | 'not-an-authority'
  | 'is-an-authority'
  | 'path-too-long'
  | 'purpose-foreign'
  | 'use-foreign'
  | 'name-not-permitted'
  | 'name-foreign'
  | 'too-complex';
