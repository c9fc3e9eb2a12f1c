import { type readSigned, verifierOf } from './algorithm.ts';
import { type Der, ensure, Malformed, octetsOfBits, timeOf } from './der.ts';
import { readExtension } from './extension.ts';
import { type Certificate, type CertificateSource, isSignedBy, readCertificate } from './read-certificate.ts';

/** Why nothing is known of a certificate. */
export type RevocationFailure =
  | 'malformed'
  | 'issuer-foreign'
  | 'not-asked-of'
  | 'signer-foreign'
  | 'signature-invalid'
  | 'critical-unknown'
  | 'too-early'
  | 'too-old'
  | 'not-successful'
  | 'unknown-to-issuer'
  /** The answer was given to another question than about this signature. */
  | 'nonce-foreign';

/** What is known of a certificate. Closed until opened: what is unknown is not good. */
export type Revocation =
  | { status: 'good' }
  | { status: 'revoked'; at: Date; reason: RevocationReason }
  | { status: 'unknown'; why: RevocationFailure };

const reasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

export type RevocationReason = Exclude<(typeof reasons)[number], undefined>;

/** CRLReason (RFC 5280 §5.3.1); unspecified when it is not said. */
export function reasonOf(code: bigint | undefined): RevocationReason {
  const reason = reasons[Number(code ?? 0n)];
  ensure(reason !== undefined, 'a reason of revocation');
  return reason;
}

/** The certificate asked about, whose issuer has been validated, and when. */
export interface RevocationQuestion {
  certificate: CertificateSource;
  issuer: CertificateSource;
  moment: Date;
}

/** The same, read. */
export interface Asked {
  certificate: Certificate;
  issuer: Certificate;
  moment: Date;
}

/** Ends the reading of evidence that says nothing. */
export class Unknown extends Error {
  readonly why: RevocationFailure;
  constructor(why: RevocationFailure) {
    super(why);
    this.why = why;
  }
}

export function known(holds: boolean, why: RevocationFailure): asserts holds {
  if (!holds) throw new Unknown(why);
}

/** Reads the question; throws `Unknown` when the issuer did not issue that certificate. */
export function readQuestion({ certificate, issuer, moment }: RevocationQuestion): Asked {
  const asked = { certificate: readCertificate(certificate), issuer: readCertificate(issuer), moment };
  known(isSignedBy(asked.certificate, asked.issuer), 'issuer-foreign');
  return asked;
}

/** Evidence speaks of a span of time; without an end, of an hour. The times are the evidence's own. */
export function checkSpan(thisUpdate: Der | undefined, nextUpdate: Der | undefined, moment: Date): void {
  const from = timeOf(thisUpdate).getTime();
  const until = nextUpdate === undefined ? from + 3_600_000 : timeOf(nextUpdate).getTime();
  known(moment.getTime() >= from, 'too-early');
  known(moment.getTime() <= until, 'too-old');
}

/** Verifies a signed structure by a certificate's key; throws `Unknown` when it is not that key's. */
export function checkSigned(
  { signed, algorithm, signature }: ReturnType<typeof readSigned>,
  by: Certificate,
) {
  const valid = by.key !== undefined && verifierOf(algorithm)?.(signed.raw, octetsOfBits(signature), by.key);
  known(valid === true, 'signature-invalid');
}

/** That no extension is critical but those understood (RFC 5280 §5.2, §5.3, RFC 6960 §4.4). */
export function checkExtensions(
  extensions: readonly Der[],
  understood: readonly string[] = [],
): Map<string, Buffer> {
  const read = extensions.map(readExtension);
  known(
    read.every(({ id, critical }) => !critical || understood.includes(id)),
    'critical-unknown',
  );
  return new Map(read.map(({ id, octets }) => [id, octets]));
}

/** Reads evidence, or says why it cannot be. Other errors are not of the evidence, and go on. */
export function attempted<T, F>(read: () => T, failed: (why: RevocationFailure) => F): T | F {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unknown) return failed(error.why);
    if (error instanceof Malformed) return failed('malformed');
    throw error;
  }
}

/** What the reading of evidence comes to. */
export const concluded = (read: () => Revocation): Revocation =>
  attempted(read, why => ({ status: 'unknown', why }));
