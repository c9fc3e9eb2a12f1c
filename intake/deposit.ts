import type { Change, Origin, Written } from '@continuum/record-gate';
import type { Issue, Resource } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';

/** Formats that deposits come in. */
export type DepositFormat = 'fhir' | 'hl7v2' | 'dicom';

/** What a door hands over: who sent it and the bytes, untouched. */
export interface Deposit {
  format: DepositFormat;
  contentType: string;
  original: Uint8Array;
  actor: Actor;
  origin: Origin;
  /**
   * What makes a replay recognisable for this source (MSH-10 with MSH-3/4; SOP Instance UID). The same key
   * with the same bytes is answered with the first receipt; with other bytes it is a new deposit.
   */
  key?: string;
  /** When the bytes already lie somewhere durable (an imaging archive): where; then they are not stored twice. */
  location?: string;
  /**
   * FHIR only: the interaction, when the bytes are the body of one (a resource, or nothing for DELETE).
   * Absent: the bytes are a transaction Bundle.
   */
  request?: Interaction;
}

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

/** What became of one entry of a FHIR deposit, in the order of the request (R4 3.1.0.11.2). */
export type EntryResult =
  | {
      kind: 'done';
      /** 200, 201 or 204. */
      status: number;
      type: string;
      id: string;
      version?: number;
      lastUpdated?: Date;
    }
  /** A GET or HEAD of the transaction: the door performs it now that the writes stand. */
  | { kind: 'read'; method: 'GET' | 'HEAD'; url: string };

/** Who the deposit says the usager is. Everything optional: what is missing makes it wait, never a guess. */
export interface UsagerClaim {
  /** The Patient as the deposit describes it (identifiers, names, birth date, gender), as FHIR. */
  patient: Resource;
  /** A literal `Patient/<id>` of this server, when the deposit named one. */
  reference?: string;
}

/**
 * What a mapper makes of a parsed deposit. `changes(usager)` is called once the usager is known; references
 * to the usager use the given id. Ids are final, so that references between the changes can be written.
 */
export interface Mapped {
  claim?: UsagerClaim;
  changes(usager: string | undefined): Change[];
  /** Remarks for the sender that do not prevent storage. */
  issues: Issue[];
}

/** Turns one format into FHIR. Handed to intake by `apps/server`; domains own them. */
export interface Mapper {
  format: DepositFormat;
  /** For the work list: which mapper, `ORU^R01`. */
  name: string;
  accepts(deposit: Deposit): boolean;
  /** Throws `Unusable` when nothing can be made of it. */
  map(deposit: Deposit): Mapped;
}

/** A deposit out of which nothing can be made; kept, listed in the work list, told to the sender. */
export class Unusable extends Error {
  readonly issues: Issue[];
  /** What a REST door answers: 400 unreadable, 404, 409, 412, 413 or 422. */
  readonly status: number;
  constructor(issues: Issue[], status = 422, options?: ErrorOptions) {
    super(issues.map(issue => issue.diagnostics).join(' '), options);
    this.name = 'Unusable';
    this.issues = issues;
    this.status = status;
  }
}

/** What the sender is told: true in every case. */
export type Receipt = {
  deposit: string;
  replayed: boolean;
} /** `written` is empty in the answer to a replay; `entries` is there for FHIR deposits. */ & (
  | { state: 'stored'; written: Written[]; entries?: EntryResult[]; issues: Issue[] }
  | { state: 'waiting'; reason: WaitingReason; issues: Issue[] }
  /** Kept and listed for mending. `status`: what a REST door answers. */
  | { state: 'unusable'; status: number; issues: Issue[] }
  /** The decision said no: this source may not write that. */
  | { state: 'refused'; issues: Issue[] }
);

/** Why a deposit waits for identification. */
export type WaitingReason =
  | 'no-nam'
  | 'nam-invalid'
  | 'nam-unknown'
  | 'demographics-differ'
  | 'several-matches';
