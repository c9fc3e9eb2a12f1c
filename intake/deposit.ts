import type {
  Change,
  DepositFormat,
  EntryResult,
  ToKeep,
  UsagerClaim,
  WaitingReason,
  Written,
} from '@continuum/record-gate';
import type { Issue } from '@continuum/standards-fhir';

export type {
  DepositFormat,
  EntryResult,
  Interaction,
  UsagerClaim,
  WaitingReason,
} from '@continuum/record-gate';

/**
 * What a door hands over: who sent it and the bytes, untouched.
 * `key` makes a replay recognisable for this source (MSH-10 with MSH-3/4; SOP Instance UID): the same key with
 * the same bytes is answered with the first receipt; with other bytes it is a new deposit.
 * `location`: where the bytes already lie durably (an imaging archive); then they are not stored twice.
 * `request`, FHIR only: the interaction, when the bytes are the body of one (a resource, or nothing for
 * DELETE). Absent: the bytes are a transaction Bundle.
 */
export type Deposit = ToKeep;

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
