import {
  type Coalesced,
  coalesce,
  type Pool,
  type Statement,
  statement,
  usualLimits,
} from '@continuum/record-database';
import type { Journal, JournalRow } from '@continuum/record-journal';
import type { Made, ReadyWrite, Store, StoredDeposit } from '@continuum/record-store';

/** What goes with a write, once it is dated: its journal entries and the original that it came from. */
interface Told {
  entries: readonly JournalRow[];
  original?: StoredDeposit;
}

/** A write whose rows are known. */
export interface Commit {
  write: ReadyWrite;
  tell(made: Made, now: Date): Told;
}

/** Undefined: what it was to replace has changed meanwhile, and nothing of it was written. */
export type Committed = Made['written'] | undefined;

/** Writes of many requests, a few statements. */
export type Commits = Coalesced<Commit, Committed>;

// The original and the line of the journal.
const weightOf = ({ write }: Commit): number => write.size + 2;

type Dated = Made & Told;

interface Parts {
  pool: Pool;
  store: Pick<Store, 'readyTables'>;
  journal: Pick<Journal, 'insertText'>;
  clock?: () => Date;
}

interface Shaped {
  text: string;
  /** The same shape, the same text: planned once by each connection. */
  name: string;
}

function shaped(s: Statement, { store, journal }: Parts, jobs: readonly Dated[]): Shaped {
  const originals = jobs.flatMap(({ original }, job) => (original ? [{ ...original, job }] : []));
  const { tables, guarded } = store.readyTables(s, jobs, originals);
  const rows = jobs.flatMap(({ entries }) => entries);
  const name = `commit ${guarded} ${tables.length} ${originals.length > 0}`;
  if (!guarded) {
    const insert = journal.insertText(s, rows);
    return { name, text: tables.length === 0 ? insert : `WITH ${tables.join(',\n')}\n${insert}` };
  }
  const numbers = jobs.flatMap(({ entries }, job) => entries.map(() => job));
  const all = [...tables, `journalled AS (${journal.insertText(s, rows, numbers)})`];
  return { name, text: `WITH ${all.join(',\n')}\nSELECT job FROM failed` };
}

/**
 * Commits the resources, the originals and the journal entries of several requests in one statement, each request
 * whole or not at all: one round trip and one flush of the disk for all.
 */
export const createCommits = (parts: Parts): Commits =>
  coalesce(
    async jobs => {
      const s = statement();
      const now = parts.clock?.() ?? new Date();
      const dated = jobs.map(({ write, tell }): Dated => {
        const made = write.at(now);
        return { ...made, ...tell(made, now) };
      });
      const { text, name } = shaped(s, parts, dated);
      const failed = await parts.pool.query<{ job?: number }>(text, s.values, name);
      const moved = new Set(failed.map(({ job }) => job));
      return dated.map(({ written }, job): Committed => (moved.has(job) ? undefined : written));
    },
    usualLimits,
    weightOf,
  );
