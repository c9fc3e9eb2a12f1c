export {
  type Authority,
  type Caller,
  CertificateRefused,
  type CertificateRequest,
  openAuthority,
} from './authority.ts';
export type { KeyKeeper } from './authority-key.ts';
export type { CertificateProfile } from './certificate-profile.ts';
export { readCertificateRequest, toPem } from './certificate-request.ts';
export {
  type Certificate,
  isCertificateGood,
  type RevocationReason,
  revocationReasons,
} from './certificate-store.ts';
export { createEncryptedKeys, keepOnce, readIfThere, readPassphrase } from './encrypted-keys.ts';
export { pkiRoutes } from './pki-routes.ts';
export { openTokenKeys } from './token-keys.ts';
