import type { Issue, Resource } from '@continuum/standards-fhir';
import type { Actor, Decision, Purpose } from '@continuum/trust-access';

/** Where a request comes from; the journal keeps it. */
export interface Origin {
  /** Correlates the log, the journal and the answer (`X-Request-Id`). */
  request: string;
  /** Network address of the caller. */
  address: string;
  /** Which door: `fhir`, `api`, `mllp`, `dicomweb`, `cli`, `demo`. */
  channel: string;
}

/** A stored resource version: its bytes as they are sent. */
export interface Stored {
  type: string;
  id: string;
  version: number;
  lastUpdated: Date;
  /** Canonical JSON, complete with id and meta. Empty string when `deleted`. */
  body: string;
  deleted: boolean;
}

/** Answer of a read: the bytes, or why there are none. An invisible resource is `not-found`. */
export type ReadOutcome =
  | { outcome: 'found'; stored: Stored }
  | { outcome: 'gone'; version: number }
  | { outcome: 'not-found' }
  | Denied;

export interface Denied {
  outcome: 'denied';
  decision: Extract<Decision, { permit: false }>;
}

export interface SearchEntry extends Stored {
  mode: 'match' | 'include';
}

export type SearchOutcome =
  | {
      outcome: 'found';
      entries: SearchEntry[];
      /** Present when asked for (`_total=accurate`, `_summary=count`) or cheap. */
      total?: number;
      /** Opaque cursor of the next page, to be sent back as `_cursor`. */
      next?: string;
      /** The parameters as they were understood, for the `self` link. */
      self: [string, string][];
      /** Lenient handling: what was not understood. */
      issues: Issue[];
    }
  | { outcome: 'invalid'; issues: Issue[] }
  | Denied;

export interface HistoryOutcome {
  outcome: 'found';
  /** Newest first; deletions included, with `deleted`. */
  entries: Stored[];
  total: number;
  next?: string;
}

export interface HistoryQuery {
  type?: string;
  id?: string;
  since?: Date;
  at?: Date;
  count?: number;
  cursor?: string;
}

/**
 * One change to the record. `create` without an id gets one; `upsert` takes the id it is given
 * (update-as-create, and identities that intake derives); `ifMatch` refuses when the version moved.
 */
export type Change =
  | { verb: 'create'; resource: Resource }
  | { verb: 'upsert'; resource: Resource & { id: string }; ifMatch?: number }
  | { verb: 'delete'; type: string; id: string; ifMatch?: number };

/** One line of the journal, as a person may read it. */
export interface JournalLine {
  id: string;
  at: Date;
  action: 'read' | 'search' | 'history' | 'write' | 'sign-in' | 'attempt';
  outcome: 'success' | 'denied' | 'refused' | 'not-found' | 'error';
  /** Display name, profile, organization: never a number that identifies. */
  actor: { name: string; profile: string; kind: string; organization?: string };
  purpose: string;
  channel: string;
  /** What kind of information: domains touched. */
  domains: string[];
  /** The reader's own act. */
  own: boolean;
}

export type JournalOutcome = { outcome: 'found'; lines: JournalLine[]; next?: string } | Denied;

export interface Written extends Stored {
  result: 'created' | 'updated' | 'unchanged' | 'deleted';
}

export type WriteOutcome =
  | { outcome: 'written'; written: Written[] }
  | { outcome: 'invalid'; issues: Issue[] }
  | { outcome: 'conflict'; issues: Issue[] }
  | { outcome: 'precondition-failed'; issues: Issue[] }
  | Denied;

/**
 * The record, opened by one actor for one purpose. Every method decides, runs one statement with the
 * visibility predicate inside, and journals durably before it resolves.
 */
export interface Access {
  readonly actor: Actor;
  readonly purpose: Purpose;
  read(type: string, id: string): Promise<ReadOutcome>;
  readVersion(type: string, id: string, version: number): Promise<ReadOutcome>;
  history(query: HistoryQuery): Promise<HistoryOutcome | { outcome: 'not-found' } | Denied>;
  /** `parameters` as received, in order. `type` undefined: system search with `_type`. */
  search(
    type: string | undefined,
    parameters: readonly [string, string][],
    options?: { handling?: 'strict' | 'lenient' },
  ): Promise<SearchOutcome>;
  /**
   * A search whose answer does not leave the process (conditional interactions, identification): same
   * predicate, no journal entry of its own because nothing is disclosed; what follows from it is journalled.
   */
  lookup(type: string, parameters: readonly [string, string][]): Promise<SearchOutcome>;
  /**
   * All changes or none, with their journal entries, in one transaction. Resources must have been
   * validated. `deposit`: the original they came from; its state becomes `stored` in the same transaction.
   */
  write(changes: readonly Change[], options?: { deposit?: string }): Promise<WriteOutcome>;
  /** Who opened or tried to open that usager's record, newest first. Journalled like any other look. */
  journalOf(usager: string, page: { count?: number; cursor?: string }): Promise<JournalOutcome>;
  /** True when a refusal in force hides something of that usager from this actor: all they may learn. */
  refused(usager: string): Promise<boolean>;
}
