export { type AccessToken, type TokenRules, verifyAccessToken } from './access-token.ts';
export type { Anchor } from './act/anchor.ts';
export { withAnchor } from './act/anchor.ts';
export {
  bearsSignature,
  type SignatureFacts,
  signatureDigest,
  signatureNonce,
  toProvenanceSignature,
} from './act/provenance.ts';
export type { ActFailure, ActFailureDetail } from './act/refused.ts';
export { serialToAsk } from './act/signing-time.ts';
export { type ActClaims, actStatement, leftOut, signedAct } from './act/statement.ts';
export { type ActVerdict, checkSignedAct, type VerifiedAct, verifyAct } from './act/verify-act.ts';
export {
  type Assertion,
  type AssertionFailure,
  type ClientData,
  checkAssertion,
  parseClientData,
  signedBytes,
  toCredentialId,
  toRelyingPartyHash,
  userPresent,
  userVerified,
} from './assertion.ts';
export { checkRevocation, crlFacts, type RevocationEvidence } from './certificate/check-revocation.ts';
export type { CrlFacts } from './certificate/crl.ts';
export type { PathFailure } from './certificate/path.ts';
export type { PeerName } from './certificate/peer-name.ts';
export type { CertificateSource } from './certificate/read-certificate.ts';
export type { Revocation, RevocationQuestion, RevocationReason } from './certificate/revocation.ts';
export { type PathRules, validatePath } from './certificate/validate-path.ts';
export {
  type Confirmation,
  type ConfirmationFailure,
  checkConfirmation,
  type Shown,
  toCertificateThumbprint,
} from './confirmation.ts';
export { type EcdsaEncoding, toP256Key, verifyEs256 } from './ecdsa.ts';
export { type VerifiedJws, verifyJws } from './jws.ts';
export {
  type CheckedMessage,
  checkMessageSignature,
  type MessageRules,
  type MessageSignatureFailure,
  messageKeyId,
} from './message/check-message-signature.ts';
export {
  checkContentDigest,
  type DigestFailure,
  type HashedBody,
  toContentDigest,
} from './message/content-digest.ts';
export { type SigningRules, signMessage } from './message/sign-message.ts';
export { type HttpMessage, NotCovered } from './message/signature-base.ts';
export { type CheckedProof, checkProof, type ProofFailure, type ProvenRequest } from './proof.ts';
export { isSame, isSameText } from './same.ts';
export { thumbprint } from './thumbprint.ts';
