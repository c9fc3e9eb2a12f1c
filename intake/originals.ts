import type { Access, Denied, Written } from '@continuum/record-gate';
import type { Issue } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import type { Deposit, EntryResult, UsagerClaim, WaitingReason } from './deposit.ts';

/** `received` is kept and not yet settled; `closed` is a person's decision, with a reason. */
export type DepositState = 'received' | 'stored' | 'waiting' | 'unusable' | 'refused' | 'closed';

/** What is known of a kept deposit besides its bytes. */
export interface DepositHeader extends Omit<Deposit, 'original'> {
  id: string;
  /** SHA-256 of the bytes, hexadecimal. */
  sha256: string;
  size: number;
  receivedAt: Date;
  state: DepositState;
  outcome?: DepositOutcome;
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

/** A person's decision: the claim of that number is that usager. */
export interface Attachment {
  claim: number;
  /** id of the Patient. */
  usager: string;
  /** Reference and name of the person who decided. */
  by: { reference: string; name: string };
}

/** What a person does with a deposit in a queue; journalled as such. */
export type DepositAct =
  | { act: 'release'; usagers: string[] }
  | { act: 'retry' }
  | { act: 'close'; reason: string };

export interface DepositPage {
  outcome: 'found';
  deposits: DepositHeader[];
  total: number;
  next?: string;
}

/**
 * The originals, which the gate keeps (`gate.deposits`). Methods without an Access disclose nothing to
 * anyone: intake works with them. Methods with one decide, and journal before they resolve.
 */
export interface Originals {
  /**
   * Durable when it resolves. `existing`: the same source, key and bytes were kept before; nothing is
   * kept again and `id` is that deposit's.
   */
  keep(deposit: Deposit, sha256: string): Promise<{ id: string; receivedAt: Date; existing?: DepositHeader }>;
  load(id: string): Promise<(DepositHeader & { original: Uint8Array }) | undefined>;
  /** Never touches a deposit that is `stored`. */
  settle(id: string, state: Exclude<DepositState, 'received'>, outcome: DepositOutcome): Promise<void>;
  /** Remembers the answer beside a deposit that is `stored` already; its state does not change. */
  answered(id: string, outcome: DepositOutcome): Promise<void>;
  /** ids of what is `received` since before `before`, oldest first. */
  pending(before: Date, limit: number): Promise<string[]>;
  /** ids of what is `waiting` with one of these NAMs among its claims; every waiting one that has a NAM when absent. */
  waitingFor(nams?: readonly string[]): Promise<string[]>;
  list(
    access: Access,
    query: { state: DepositState; count?: number; cursor?: string },
  ): Promise<DepositPage | Denied>;
  read(
    access: Access,
    id: string,
  ): Promise<
    | { outcome: 'found'; deposit: DepositHeader & { original: Uint8Array } }
    | { outcome: 'not-found' }
    | Denied
  >;
  /** Decides whether this person may, and journals what they do, before it is done. */
  act(
    access: Access,
    id: string,
    act: DepositAct,
  ): Promise<{ outcome: 'journalled' } | { outcome: 'not-found' } | Denied>;
}

/** The door as intake needs it: opened for the depositor, and the originals. */
export interface Gate {
  open(actor: Actor, purpose: Access['purpose'], origin: Deposit['origin']): Access;
  deposits: Originals;
}

/** What identifies a written version in an answer. */
export type WrittenVersion = Pick<Written, 'type' | 'id' | 'version' | 'lastUpdated' | 'result'>;
