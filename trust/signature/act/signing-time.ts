import type { Resource } from '@continuum/standards-fhir';
import { checkRevocation, ocspStamp } from '../certificate/check-revocation.ts';
import { tryCertificate } from '../certificate/read-certificate.ts';
import type { Path } from '../certificate/validate-path.ts';
import { isSame } from '../same.ts';
import { type SignatureFacts, signatureNonce } from './provenance.ts';
import { refuse } from './refused.ts';
import { tryFacts } from './signature-facts.ts';

/** The moment at which the signer's certificate is judged, and who answers for it. */
export interface SigningTime {
  at: Date;
  /** What was asked about the certificate, and when it was answered. */
  ocsp: Uint8Array;
  answered: Date;
}

function stampOf(ocsp: Uint8Array) {
  const stamp = ocspStamp(ocsp);
  return 'why' in stamp ? refuse('revocation-unknown', stamp.why) : stamp;
}

/** Whether the authority's answer was given to a question about this very signature. */
function namesSignature({ ocsp, assertion }: SignatureFacts): boolean {
  const { nonce } = stampOf(ocsp);
  if (nonce === undefined) return false;
  return isSame(nonce, signatureNonce(assertion)) || refuse('revocation-unknown', 'nonce-foreign');
}

/**
 * When the signature was there, as the authority answered for it: the nonce of the answer is the hash of the signature, so that
 * no answer of before the signature can be shown with it. The answer proves both at once: that the signature existed, and that the
 * certificate counted (or not); when the journal numbered the entry changes neither.
 *
 * An answer without a nonce proves nothing of when: the certificate is then judged at the journal's head, by what
 * the authority said later, with the export. That of a certificate that was revoked before the head does not hold.
 */
export function signingTime(facts: SignatureFacts, journal?: { head: Date; status?: Buffer }): SigningTime {
  const isNamed = namesSignature(facts);
  if (isNamed && journal?.status !== undefined) refuse('signature-malformed');
  if (isNamed) {
    const at = stampOf(facts.ocsp).producedAt;
    return { at, ocsp: facts.ocsp, answered: at };
  }
  if (journal?.status === undefined) refuse('revocation-unknown', 'nonce-foreign');
  const answered = stampOf(journal.status).producedAt;
  // The authority's times have whole seconds.
  if (answered.getTime() < journal.head.getTime() - (journal.head.getTime() % 1000))
    refuse('revocation-unknown', 'too-early');
  return { at: journal.head, ocsp: journal.status, answered };
}

/** Revoked by then: refused. Later: it counted when it signed (RFC 3161, appendix B), and since when it does not. */
export function revokedLater(
  [certificate, issuer]: Path,
  { at, ocsp, answered }: SigningTime,
): Date | undefined {
  const question = { certificate: certificate.der, issuer: issuer!.der, moment: answered };
  const revocation = checkRevocation({ ocsp }, question);
  if (revocation.status === 'unknown') refuse('revocation-unknown', revocation.why);
  if (revocation.status === 'good') return undefined;
  return revocation.at > at ? revocation.at : refuse('revoked', revocation.reason);
}

/**
 * The serial number of the certificate about which an export must ask again, 32 hexadecimal digits; undefined when the
 * Provenance holds an answer that names its signature, or is none of an act.
 */
export function serialToAsk(provenance: Resource): string | undefined {
  const facts = tryFacts(provenance);
  const stamp = facts && ocspStamp(facts.ocsp);
  if (!stamp || 'why' in stamp || stamp.nonce !== undefined) return undefined;
  return tryCertificate(facts.certificates[0] ?? Buffer.alloc(0))
    ?.serial.toString(16)
    .padStart(32, '0');
}
