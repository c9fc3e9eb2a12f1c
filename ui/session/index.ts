export {
  type Assertion,
  type AssertionRequest,
  type Authenticator,
  demonstrationKey,
  KeyRefused,
} from './authenticator.ts';
export { type KeyProof, type OwnKey, proveKey } from './prove-key.ts';
export { actFor, allowNavigation, type OpenableUsager, type PurposeChoice, type Session } from './session.ts';
export { SessionGate } from './session-gate.tsx';
export { SessionProvider, useSession, useSessionControl } from './session-provider.tsx';
export { SignAct } from './sign-act.tsx';
export { SignAndSend } from './sign-and-send.tsx';
export { SignInCitizen } from './sign-in-citizen.tsx';
export { SignInClinician } from './sign-in-clinician.tsx';
export { SignInPage } from './sign-in-page.tsx';
export { assertStatement, type PreparedAct, type SignedAnswer, type Statement } from './sign-prepared.ts';
export { SignStatement } from './sign-statement.tsx';
export { useProfileName } from './use-profile-name.ts';
export { VerifyAct } from './verify-act.tsx';
