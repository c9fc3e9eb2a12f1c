import type { Actor, Purpose } from '@continuum/trust-access';
import type { Origin } from './origin.ts';

/** Formats that deposits come in. */
export type DepositFormat = 'fhir' | 'hl7v2' | 'dicom';

/** One RESTful write, as `Bundle.entry.request` says it (R4 2.36.5). */
export interface Interaction {
  method: 'POST' | 'PUT' | 'DELETE' | 'GET' | 'HEAD' | 'PATCH';
  /** Relative to the base: `Observation`, `Observation/123`, `Observation?identifier=…`. */
  url: string;
  /** `If-None-Exist`: the query alone, without `?`. */
  ifNoneExist?: string;
  /** `If-Match`, as sent: `W/"3"`. */
  ifMatch?: string;
}

/** The signature of a request (RFC 9421), with what verifies it: it proves itself, years later. */
export interface RequestSignature {
  /** The name of the key: serial number of the certificate, or `kid` of the registered key. */
  keyid: string;
  /** Certificate, DER in base64; or the public key, as it was registered. */
  key: { certificate: string } | { jwk: Readonly<Record<string, unknown>> };
  /** When it was made, as the signer says; ISO 8601. */
  created: string;
  /** The text that was signed. Its `content-digest` is that of the whole body that was sent. */
  base: string;
  /** ECDSA with P-256 and SHA-256: 64 bytes, base64. */
  signature: string;
}

/**
 * Whether the signature of a request holds: it is to be kept with the original, and absent where none was needed nor
 * sent. What does not hold is told with these headers.
 */
export type SignatureVerdict =
  | { ok: true; signature?: RequestSignature }
  | { ok: false; status: 400 | 401; text: string; headers: Readonly<Record<string, string>> };

/** What comes in at a door, to be kept. */
export interface ToKeep {
  format: DepositFormat;
  contentType: string;
  original: Uint8Array;
  actor: Actor;
  origin: Origin;
  /** What it is sent for, when the request said it; otherwise what its sender's profile usually does. */
  purpose?: Purpose;
  /** What makes a replay recognisable for this source. */
  key?: string;
  /** Where the bytes already lie durably; then they are not stored twice. */
  location?: string;
  request?: Interaction;
  signature?: RequestSignature;
  /** As in `Opening`: nothing of it is kept before. */
  confirmed?: Promise<unknown>;
}

/** What came in and is kept only with what becomes of it: its sender waits for the answer, and hears of nothing else. */
export interface UnkeptDeposit extends ToKeep {
  receivedAt: Date;
  as: { id: string; sha256: string };
}
