import type { Entry } from './entry.ts';

/** An entry with the identity it ends up with. */
export interface Target {
  entry: Entry;
  /** Undefined: a condition that found nothing to delete, or a read. */
  id?: string;
  /** False: a claim, or what stands already answers the condition. */
  writes: boolean;
  standing?: { version: number; lastUpdated: Date };
}
