export { type Assertion, type AssertionFailure, toCredentialId } from '@continuum/trust-signature';
export {
  type ActProposal,
  type ActRefusal,
  actRoutes,
  createOwnKeys,
  createSignedActs,
  exportAct,
  type OwnKey,
  type OwnKeys,
  type PreparedAct,
  type PrepareOutcome,
  readAct,
  refuseAct,
  refuseSigner,
  type SignedActs,
  type Signer,
  type SignOutcome,
  signerOf,
} from './act/index.ts';
export type { Place } from './acting-for.ts';
export { toAddress } from './address.ts';
export {
  type AuthenticateDeps,
  CallerChanged,
  createAuthenticate,
  InvalidToken,
  NotAdmitted,
} from './authenticate.ts';
export {
  type Authority,
  type Caller,
  type Certificate,
  type CertificateProfile,
  CertificateRefused,
  type CertificateRequest,
  createEncryptedKeys,
  isCertificateGood,
  type KeyKeeper,
  keepOnce,
  openAuthority,
  openTokenKeys,
  pkiRoutes,
  type RevocationReason,
  readCertificateRequest,
  readIfThere,
  readPassphrase,
  revocationReasons,
  toPem,
} from './authority/index.ts';
export {
  type ConnectionCertificate,
  createCertificateReader,
  isCertificateOf,
  type ReadCertificate,
} from './connection-certificate.ts';
export { type Credential, findCredentials, keysEnding, registerCredential } from './credential.ts';
export { createDemonstrationKeys, type DemonstrationKeys } from './demonstration-key.ts';
export { demonstrationRoutes } from './demonstration-routes.ts';
export { type Device, readDevice } from './device.ts';
export { deviceOf } from './device-proof.ts';
export {
  type CredentialRoutesDeps,
  createEnrolment,
  createKeys,
  credentialRoutes,
  type Enrolment,
  type Keys,
} from './enrolment/index.ts';
export type { ReachOf } from './holder-reach.ts';
export { identifyCallers } from './identify-callers.ts';
export { createKeyCeremony, type KeyCeremony } from './key-ceremony.ts';
export { type CallerKind, countedAs } from './limit/caller.ts';
export { type CallerLimits, createCallerLimits, type Rates } from './limit/caller-limits.ts';
export { createTriedNames } from './limit/tried-names.ts';
export type { CitizenSignIn, Locate, Person, SessionRoutesDeps, Whence } from './routes.ts';
export { hashSecret, matchesSecret } from './secret.ts';
export { type ActorCounts, createSessions, type PlaceCounts, type Sessions } from './session.ts';
export type { SessionKind } from './session-kind.ts';
export type { SignInEvent } from './sign-in-event.ts';
export { createStillStands, type SignedIn, signedIn } from './signed-in.ts';
export { type CheckSignature, createSignatureCheck } from './signed-request.ts';
export { type StaffAct, type StaffActsOf, staffActs } from './staff.ts';
export { createThrottle, type Throttle } from './throttle.ts';
export { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
