import type { AssertionFailure } from '../assertion.ts';
import type { PathFailure } from '../certificate/path.ts';
import type { RevocationFailure, RevocationReason } from '../certificate/revocation.ts';

/** Why a signed act does not hold. */
export type ActFailure =
  | 'not-an-export'
  | 'said-twice'
  | 'signature-malformed'
  | 'act-missing'
  | 'content-changed'
  | 'assertion-refused'
  | 'certificate-refused'
  | 'signer-foreign'
  | 'revoked'
  | 'revocation-unknown'
  | 'anchor-missing'
  | 'anchor-foreign'
  | 'entry-foreign'
  | 'entry-not-in-journal'
  | 'head-not-signed'
  | 'time-out-of-bounds';

/** The check within the check that failed, where there is one. */
export type ActFailureDetail = AssertionFailure | PathFailure | RevocationFailure | RevocationReason;

/** Ends a verification; `verifyAct` makes a value of it. */
export class Refused extends Error {
  readonly why: ActFailure;
  readonly detail: ActFailureDetail | undefined;
  constructor(why: ActFailure, detail?: ActFailureDetail) {
    super(why);
    this.why = why;
    this.detail = detail;
  }
}

/** Ends a verification. */
export function refuse(why: ActFailure, detail?: ActFailureDetail): never {
  throw new Refused(why, detail);
}
