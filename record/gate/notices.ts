import type { Journal, LookSought } from '@continuum/record-journal';
import type { Store } from '@continuum/record-store';

/**
 * What tells that a person is to be told something, for the platform's own work: yes or no, when and whose, never who nor what.
 * Nothing of it leaves but to the person themself, so that it is no look at their record.
 */
export interface Notices {
  /** For each, in order: did somebody else look at that record, and see something? */
  lookedAt(sought: readonly LookSought[]): Promise<boolean[]>;
  /** Whose restrictions were overridden after a moment: the oldest 500. */
  overridesSince(since: Date): Promise<{ id: string; usager: string; opened: Date }[]>;
}

interface NoticesDeps {
  journal: Pick<Journal, 'lookedAt'>;
  store: Pick<Store, 'overridesSince'>;
}

/** Over the journal and the store. */
export const createNotices = ({ journal, store }: NoticesDeps): Notices => ({
  lookedAt: async sought => (sought.length === 0 ? [] : journal.lookedAt(sought)),
  overridesSince: since => store.overridesSince(since),
});
