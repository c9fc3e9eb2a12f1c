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
}

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
  /**
   * Asked for each `upsert` whose resource already stands: what to write in its place, or undefined to leave
   * the record as it is (the deposit is older than what is known). Absent: the proposed resource replaces.
   */
  revise?(current: Resource, proposed: Resource): Resource | undefined;
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
  constructor(issues: Issue[]) {
    super(issues.map(issue => issue.diagnostics).join(' '));
    this.name = 'Unusable';
    this.issues = issues;
  }
}

/** What the sender is told: true in every case. */
export type Receipt = { deposit: string; replayed: boolean } & (
  | { state: 'stored'; written: Written[]; issues: Issue[] }
  | { state: 'waiting'; reason: WaitingReason; issues: Issue[] }
  | { state: 'unusable'; issues: Issue[] }
  | { state: 'refused'; issues: Issue[] }
);

/** Why a deposit waits for identification. */
export type WaitingReason =
  | 'no-nam'
  | 'nam-invalid'
  | 'nam-unknown'
  | 'demographics-differ'
  | 'several-matches';
