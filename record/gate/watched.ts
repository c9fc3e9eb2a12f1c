import type { ActorSpan, EntryAnchor } from '@continuum/record-journal';
import type { JournalEntry } from '@continuum/trust-audit';
import type { Denied } from './denied.ts';

export type { ActorSpan, EntryAnchor } from '@continuum/record-journal';

/** Whether there is evidence of care between somebody, or the organization they act for, and a usager. */
export interface CareAsked {
  /** `Practitioner/<id>`. */
  actor: string;
  /** Id of the Organization. */
  organization?: string | undefined;
  /** Id of the Patient. */
  usager: string;
}

/** An entry as it is kept (its text is what is proven), and what proves its place. */
export interface KeptEntry {
  id: string;
  entry: string;
  anchor?: EntryAnchor;
}

type Found<T> = Promise<({ outcome: 'found' } & T) | Denied>;

/** What whoever watches accesses asks (purpose HCOMPL): the journal, and yes or no on care. */
export interface Watching {
  /** A stretch of the tree, of actors whose reference begins so; `next` is `from` when nothing is there yet. */
  inOrder(stretch: {
    from: number;
    count: number;
    actors: string;
  }): Found<{ entries: { seq: number; entry: JournalEntry }[]; next: number }>;
  /** Everything that these actors did in their spans, 5,000 entries of each at most. */
  ofActors(spans: readonly ActorSpan[]): Found<{ entries: JournalEntry[] }>;
  /** Where in the tree the entries between two moments lie. */
  extentOf(from: Date, to: Date): Found<{ first: number; after: number }>;
  /** Entries of these ids, with their inclusion proofs. */
  entries(ids: readonly string[]): Found<{ entries: KeptEntry[] }>;
  /**
   * For each pair, whether something of that usager’s record written since names the actor or their organization: yes or
   * no, never what. Refusals do not hide it: nothing of the record is told.
   */
  careLinks(pairs: readonly CareAsked[], since: Date): Found<{ linked: boolean[] }>;
  /** Are all of these entries in that usager’s own list? For the person and those who act for them too. */
  hasEntries(usager: string, ids: readonly string[]): Found<{ all: boolean }>;
}
