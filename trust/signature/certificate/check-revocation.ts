import { type CrlFacts, readCrl, readCrlFacts } from './crl.ts';
import { type OcspStamp, readOcsp, readStamp } from './ocsp.ts';
import {
  attempted,
  concluded,
  type Revocation,
  type RevocationFailure,
  type RevocationQuestion,
  readQuestion,
} from './revocation.ts';

/** What somebody who should know has signed, DER. */
export type RevocationEvidence = { ocsp: Uint8Array } | { crl: Uint8Array };

/**
 * Whether a certificate was revoked, by the evidence, at a moment: an OCSP response (RFC 6960 §3.2) or a complete CRL
 * (RFC 5280 §5, §6.3). Unknown, with the reason, when the evidence is not about it, not by who may say so, or not of
 * that moment. A certificate on hold is revoked with the reason `certificateHold`. The issuer is one whose path the
 * caller has validated.
 */
export function checkRevocation(evidence: RevocationEvidence, question: RevocationQuestion): Revocation {
  return concluded(() => {
    const asked = readQuestion(question);
    return 'ocsp' in evidence ? readOcsp(evidence.ocsp, asked) : readCrl(evidence.crl, asked);
  });
}

/** When an OCSP response says that it was made, and to which question; nothing of it is checked here. */
export const ocspStamp = (response: Uint8Array): OcspStamp | { why: RevocationFailure } =>
  attempted(
    () => readStamp(response),
    why => ({ why }),
  );

/** Whose revocation list it is, and of when; nothing of it is checked here. */
export const crlFacts = (crl: Uint8Array): CrlFacts | { why: RevocationFailure } =>
  attempted(
    () => readCrlFacts(crl),
    why => ({ why }),
  );
