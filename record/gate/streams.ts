import type { StreamEvent, StreamQuery } from '@continuum/record-store';
import type { Issue } from '@continuum/standards-fhir';
import type { Access, Denied } from './access.ts';

export type { StreamEvent, StreamQuery } from '@continuum/record-store';

/** What is opened: the changes that are followed, and how the journal calls it. */
export interface StreamRequest extends StreamQuery {
  /** `Subscription/<id> <topic> <search>`. */
  text: string;
}

/**
 * The changes of the record, told to a subscriber as they may be seen when they are told. Telling is a disclosure: what is
 * told has passed the decision and the predicate, got its number and its journal entries in one transaction, before it
 * is given to whoever sends it.
 */
export interface Streams {
  /** Decides, checks the search, journals, and begins at this moment; an open stream goes on with its numbers. */
  open(
    access: Access,
    request: StreamRequest,
  ): Promise<{ outcome: 'opened' } | { outcome: 'invalid'; issues: Issue[] } | Denied>;
  /** The next events, never told before. */
  take(
    access: Access,
    request: StreamRequest,
    limit: number,
  ): Promise<{ outcome: 'told'; events: StreamEvent[] } | Denied>;
  /** Events that were told and not acknowledged, without what may not be seen any more. */
  pending(
    access: Access,
    request: StreamRequest,
    limit: number,
  ): Promise<{ outcome: 'told'; events: StreamEvent[] } | Denied>;
  /** Events told before, told again: journalled again. */
  replay(
    access: Access,
    request: StreamRequest,
    range: { from: number; to: number },
    limit: number,
  ): Promise<{ outcome: 'told'; events: StreamEvent[] } | Denied>;
  acknowledge(id: string, upTo: number): Promise<void>;
  /** Number of the last event of each stream. */
  counts(ids: readonly string[]): Promise<Map<string, number>>;
  /** Whether anything was written since a horizon; gives the next one. */
  news(horizon: string | undefined): Promise<{ horizon: string; some: boolean }>;
  close(id: string): Promise<void>;
  /** Forgets acknowledged events of before. */
  forget(before: Date): Promise<void>;
}
