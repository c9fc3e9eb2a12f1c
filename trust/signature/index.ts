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
export { type EcdsaEncoding, isSame, toP256Key, verifyEs256 } from './ecdsa.ts';
