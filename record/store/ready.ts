import type { Statement } from '@continuum/record-database';
import { belongsElsewhere } from './dependents.ts';
import {
  type Planned,
  planned,
  type Result,
  refusedBy,
  resultsOf,
  revised,
  type WriteOptions,
} from './plan.ts';
import { type Incoming, type Key, keyOf } from './row.ts';
import type { Known, StandingReader } from './standing.ts';
import type { Change, Held, StoreWriteOutcome, Written } from './stored.ts';
import { mentionsBy, neededElsewhere, toldBy } from './told.ts';
import { guardedTables, insertRows, type Placed } from './write-rows.ts';

/** Rows to be written, with the version that each of them replaces (0: none). */
interface Expecting {
  row: Incoming;
  expected: number;
}

/** What a write makes, dated. */
export interface Made {
  rows: readonly Expecting[];
  written: (Written & Held)[];
}

/** A write whose every row is known: it can share a statement with others. */
export interface ReadyWrite {
  outcome: 'ready';
  /** How many rows it has. */
  size: number;
  /**
   * Its rows and what is told of them, with the moment at which its statement leaves: whoever reads what was
   * written since then misses nothing that waited here.
   */
  at(now: Date): Made;
  /** Of what stands, what another source sent; `unchanged`: it was sent again as it is. */
  foreignTo(source: string): (Key & Pick<Held, 'domain'> & { unchanged: boolean })[];
}

/** `unsettled`: only the general way, with its locks, can tell. */
export type Readiness =
  | ReadyWrite
  | Exclude<StoreWriteOutcome, { outcome: 'written' }>
  | { outcome: 'unsettled' };

const unsettled = { outcome: 'unsettled' } as const;

/** A statement of more rows than this gains nothing from company. */
const mostRows = 500;

/** Refusals are projected, and what was deleted comes back, under locks. */
const needsLocks = ({ type, fresh, standing }: Planned): boolean =>
  type === 'Consent' || (!fresh && (standing === undefined || standing.deleted));

const movesAway = ({ plan: { fresh, standing }, row }: Result): boolean =>
  row !== undefined && !fresh && belongsElsewhere(standing, row);

const toInstant = (date: Date): string => `"lastUpdated":"${date.toISOString()}"`;

/** The same with another date, which stands once in `meta`, before anything that a sender wrote (see `bodyOf`). */
function dated(
  { plan: { standing }, row, written }: Result,
  now: Date,
): Result['written'] & { row?: Incoming } {
  if (!row) return written;
  const updated = standing && standing.updated > now ? standing.updated : now;
  const body = row.body.replace(toInstant(row.updated), toInstant(updated));
  return { ...written, lastUpdated: updated, body, row: { ...row, updated, body } };
}

function toReady(results: readonly Result[]): ReadyWrite {
  const changed = results.filter(({ row }) => row !== undefined);
  const expected = new Map(changed.map(({ plan, row }) => [keyOf(row!), plan.standing?.version ?? 0]));
  return {
    outcome: 'ready',
    size: changed.length,
    at(now) {
      const all = results.map(result => dated(result, now));
      return {
        rows: all.flatMap(({ row }) => (row ? [{ row, expected: expected.get(keyOf(row))! }] : [])),
        written: all.map(({ row: _, ...written }) => written),
      };
    },
    foreignTo: source =>
      results
        .filter(({ plan: { standing } }) => standing && (standing as Known).source !== source)
        .map(({ plan: { type, id }, row, written }) => ({
          ...{ type, id, domain: written.domain },
          unchanged: row === undefined,
        })),
  };
}

/**
 * Makes the rows of changes that depend on nothing but themselves: new resources that say whose they are, and
 * new versions that stay where they were. What stands is read without a lock; the statement that writes them
 * writes nothing of a job whose versions have moved.
 */
export async function ready(
  reader: StandingReader,
  changes: readonly Change[],
  options: WriteOptions,
): Promise<Readiness> {
  if (changes.length > mostRows) return unsettled;
  const plans = changes.map(planned);
  const named = plans.filter(({ fresh }) => !fresh);
  if (named.length > 0) {
    const standing = await reader.put(named);
    for (const plan of named) plan.standing = standing.get(keyOf(plan));
  }
  const refused = refusedBy(plans);
  // What is not at that version may be what this writer may not see: only the general way can tell, at its pace.
  if (refused) return refused.outcome === 'precondition-failed' ? unsettled : refused;
  if (plans.some(needsLocks)) return unsettled;
  const settled = plans.map(plan => ({ ...plan, resource: revised(plan) }));
  const here = mentionsBy(settled.map(({ resource }) => resource).filter(resource => resource !== undefined));
  if (neededElsewhere(here).length > 0) return unsettled;
  const results = resultsOf(settled, toldBy(here, new Map(), options.domain), options);
  return results.some(movesAway) ? unsettled : toReady(results);
}

/** The part of one statement that writes the rows of several jobs. */
export interface WritingTables {
  tables: string[];
  /** True when jobs may fail: the table `failed` then has their numbers. */
  guarded: boolean;
}

/** Jobs by their place in the list. New rows alone need no guard: their ids were made here. */
export function writingTables(s: Statement, jobs: readonly Made[]): WritingTables {
  const placed: Placed[] = jobs.flatMap(({ rows }, job) => rows.map(one => ({ ...one, job })));
  if (placed.length === 0) return { tables: [], guarded: false };
  if (placed.some(({ expected }) => expected > 0)) return { tables: guardedTables(s, placed), guarded: true };
  return { tables: [`made AS (${insertRows(s, placed)})`], guarded: false };
}
