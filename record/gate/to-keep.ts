import type { Actor } from '@continuum/trust-access';
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

/** What comes in at a door, to be kept. */
export interface ToKeep {
  format: DepositFormat;
  contentType: string;
  original: Uint8Array;
  actor: Actor;
  origin: Origin;
  /** What makes a replay recognisable for this source. */
  key?: string;
  /** Where the bytes already lie durably; then they are not stored twice. */
  location?: string;
  request?: Interaction;
}

/** What came in and is kept only with what becomes of it: its sender waits for the answer, and hears of nothing else. */
export interface UnkeptDeposit extends ToKeep {
  receivedAt: Date;
  as: { id: string; sha256: string };
}
