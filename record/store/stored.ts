import type { Issue, Resource } from '@continuum/standards-fhir';
import type { Domain } from '@continuum/trust-access';

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

/** A stored version with what the journal needs to say whose information it is. */
export interface Held extends Stored {
  /** Ids of the Patients whose information it is; empty for what is in nobody's record. */
  usagers: readonly string[];
  domain: Domain;
}

/**
 * One change to the record. `create` without an id gets one; `upsert` takes the id it is given
 * (update-as-create, and identities that intake derives); `ifMatch` refuses when the version moved. `revise` is
 * asked, with the lock held, when the resource already stands: what to write in its place, or undefined to leave
 * it (`unchanged`): a deposit may be older than what is known.
 */
export type Change =
  | {
      verb: 'create';
      resource: Resource;
      /** The id was made by this server just now: nothing can stand there, nothing speaks of it. */
      fresh?: boolean;
      /** Tells a deletion of the same write: not made when nothing was there to delete. */
      ofDeletion?: { type: string; id: string };
    }
  | {
      verb: 'upsert';
      resource: Resource & { id: string };
      ifMatch?: number;
      revise?(current: Resource, proposed: Resource): Resource | undefined;
    }
  | { verb: 'delete'; type: string; id: string; ifMatch?: number };

export interface Written extends Stored {
  result: 'created' | 'updated' | 'unchanged' | 'deleted';
}

/** What a write did, in the order of the changes; anything but `written` wrote nothing. */
export type StoreWriteOutcome =
  | { outcome: 'written'; written: (Written & Held)[] }
  | { outcome: 'conflict'; issues: Issue[] }
  | { outcome: 'precondition-failed'; issues: Issue[] };

export type StoreReadOutcome =
  | { outcome: 'found'; stored: Held }
  | { outcome: 'gone'; version: number; usagers: readonly string[]; domain: Domain }
  | { outcome: 'not-found' };

export interface SearchEntry extends Stored {
  mode: 'match' | 'include';
}

/** Answer of a search, before anyone decided whether it may leave. */
export type Found<Entry extends SearchEntry = SearchEntry> =
  | {
      outcome: 'found';
      entries: Entry[];
      /** Present when asked for (`_total=accurate`, `_summary=count`) or cheap. */
      total?: number;
      /** Opaque cursor of the next page, to be sent back as `_cursor`. */
      next?: string;
      /** The parameters as they were understood, for the `self` link. */
      self: [string, string][];
      /** Lenient handling: what was not understood. */
      issues: Issue[];
    }
  | { outcome: 'invalid'; issues: Issue[] };

export interface HistoryQuery {
  type?: string;
  id?: string;
  since?: Date;
  /** The version that was current then. */
  at?: Date;
  /** Entries of a page, 1 or more. */
  count?: number;
  cursor?: string;
}

/** Newest first; deletions included, with `deleted`. */
export interface History<Entry extends Stored = Stored> {
  outcome: 'found';
  entries: Entry[];
  /** Entries that a page has: fewer than were asked for, when those are too many. */
  count: number;
  /** Known for one resource; a type's or the system's is not counted. */
  total?: number;
  next?: string;
}

/** What `$everything` asks: of these Patients, or of one Encounter. */
export interface EverythingQuery {
  type: 'Patient' | 'Encounter';
  ids: readonly string[];
  /** Dates of care: from its first instant, until its last. */
  start?: Date | undefined;
  end?: Date | undefined;
  /** Written then or later. */
  since?: Date | undefined;
  types?: readonly string[] | undefined;
  count?: number | undefined;
  cursor?: string | undefined;
}

/** The subject first, then its record by type and id, then what that refers to. */
export interface Everything<Entry extends Stored = Stored> {
  outcome: 'found';
  entries: Entry[];
  /** Entries that a page has. */
  count: number;
  /** What is done otherwise than it was asked. */
  issues: Issue[];
  next?: string;
}
