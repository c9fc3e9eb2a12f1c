import type { Issue, Resource } from '@continuum/standards-fhir';
import type { Profile } from '@continuum/trust-access';
import type { Access, Denied } from './access.ts';
import type { DepositFormat, ToKeep, UnkeptDeposit } from './to-keep.ts';

export type {
  DepositFormat,
  Interaction,
  RequestSignature,
  SignatureVerdict,
  ToKeep,
  UnkeptDeposit,
} from './to-keep.ts';

/** `received` is kept and not yet settled; `closed` is a person's decision, with a reason. */
export type DepositState = 'received' | 'stored' | 'waiting' | 'unusable' | 'refused' | 'closed';

/** Why a deposit waits for identification. */
export type WaitingReason =
  | 'no-nam'
  | 'nam-invalid'
  | 'nam-unknown'
  | 'demographics-differ'
  | 'several-matches';

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

/** Who a deposit says the usager is. Everything optional: what is missing makes it wait, never a guess. */
export interface UsagerClaim {
  /** The Patient as the deposit describes it (identifiers, names, birth date, gender), as FHIR. */
  patient: Resource;
  /** A literal `Patient/<id>` of this server, when the deposit named one. */
  reference?: string;
}

/** A person's decision: the claim of that number is that usager. */
export interface Attachment {
  claim: number;
  /** id of the Patient. */
  usager: string;
  /** Reference and name of the person who decided. */
  by: { reference: string; name: string };
}

/** A usager whom the deposit speaks of and nobody could tell; the number is that of the claim in the deposit. */
export interface WaitingClaim extends UsagerClaim {
  number: number;
  reason: WaitingReason;
}

/** What settling leaves beside the deposit, as JSON. */
export interface DepositOutcome {
  reason?: WaitingReason;
  claims?: WaitingClaim[];
  /** The valid NAMs among the claims: a newcomer with one of them has the deposit tried again. */
  nams?: string[];
  issues?: Issue[];
  status?: number;
  /** Answer of a FHIR deposit, for a replay. */
  entries?: EntryResult[];
  /** What a person decided at the identification queue; kept for a retry. */
  attachments?: Attachment[];
  /** Why a person closed it, and who. */
  closed?: { reason: string; by: string };
}

/** What is known of a kept deposit besides its bytes. */
export interface DepositHeader extends Omit<ToKeep, 'original'> {
  id: string;
  /** SHA-256 of the bytes, hexadecimal. */
  sha256: string;
  size: number;
  receivedAt: Date;
  state: DepositState;
  outcome?: DepositOutcome;
}

/** What a person does with a deposit in a queue; journalled as such. */
export type DepositAct =
  | { act: 'release'; usagers: string[] }
  | { act: 'retry' }
  | { act: 'close'; reason: string };

/** A deposit that waits: when it came, from what kind of source, and whom it says it is about. */
export interface WaitingNotice {
  receivedAt: Date;
  format: DepositFormat;
  profile: Profile;
  claims: UsagerClaim[];
}

export interface DepositPage {
  outcome: 'found';
  deposits: DepositHeader[];
  total: number;
  next?: string;
}

/**
 * The originals, and what waits. Methods without an Access disclose nothing to anyone: intake works with them.
 * Methods with one decide, and journal before they resolve.
 */
export interface Deposits {
  /** Durable when it resolves. `existing`: the same source, key and bytes were kept before. */
  keep(deposit: ToKeep, sha256: string): Promise<{ id: string; receivedAt: Date; existing?: DepositHeader }>;
  /** Keeps it in the state that it ended in. Durable when it resolves. */
  keepSettled(
    deposit: UnkeptDeposit,
    state: Exclude<DepositState, 'received' | 'stored'>,
    outcome: DepositOutcome,
  ): Promise<void>;
  load(id: string): Promise<(DepositHeader & { original: Uint8Array }) | undefined>;
  /** Never touches a deposit that is `stored`: false then. */
  settle(id: string, state: Exclude<DepositState, 'received'>, outcome: DepositOutcome): Promise<boolean>;
  /** Remembers the answer beside a deposit; its state does not change. */
  answered(id: string, outcome: DepositOutcome): Promise<void>;
  /** ids of what is `received` since before `before`, oldest first. */
  pending(before: Date, limit: number): Promise<string[]>;
  /** ids of what is `waiting` with one of these NAMs among its claims; every waiting one that has a NAM when absent. */
  waitingFor(nams?: readonly string[]): Promise<string[]>;
  /**
   * What waits and names one of these NAMs, or somebody born that day, oldest first, at most 100: to be compared with a
   * usager. Its claims are shown to nobody.
   */
  waitingAbout(nams: readonly string[], birthDate?: string): Promise<WaitingNotice[]>;
  /** When each source last sent something: of the sources, not of what they sent. */
  lastReceived(sources: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  /**
   * Of these locations, those whose bytes were deposited and gave one of these resources (`Type/id`): what else
   * says that it has them does not. Shows nothing; the look at the resources is journalled where they are read.
   */
  locationsOf(locations: readonly string[], resources: readonly string[]): Promise<ReadonlySet<string>>;
  list(
    access: Access,
    query: { state: DepositState; count?: number; cursor?: string },
  ): Promise<DepositPage | Denied>;
  /** One that waits in a queue, with its bytes; what is stored is not found here. */
  read(
    access: Access,
    id: string,
  ): Promise<
    | { outcome: 'found'; deposit: DepositHeader & { original: Uint8Array } }
    | { outcome: 'not-found' }
    | Denied
  >;
  act(
    access: Access,
    id: string,
    act: DepositAct,
  ): Promise<{ outcome: 'journalled' } | { outcome: 'not-found' } | Denied>;
}
