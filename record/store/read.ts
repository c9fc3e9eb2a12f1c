import {
  type Coalesced,
  coalesce,
  type Pool,
  readingLimits,
  statement,
  textColumn,
} from '@continuum/record-database';
import type { Sight } from '@continuum/trust-access';
import { keyOf, type Row, rowColumns, toHeld, usagersOf } from './row.ts';
import { run } from './statement.ts';
import type { StoreReadOutcome } from './stored.ts';
import { visible } from './visible.ts';

function outcomeOf(row: Row | undefined): StoreReadOutcome {
  if (!row) return { outcome: 'not-found' };
  if (!row.deleted) return { outcome: 'found', stored: toHeld(row) };
  return { outcome: 'gone', version: row.version, usagers: usagersOf(row), domain: row.domain };
}

/** What one request asks for; `now` decides which refusals are in force. */
interface Wanted {
  type: string;
  id: string;
  now: Date;
}

const latest = (wanted: readonly Wanted[]): Date =>
  wanted.reduce((now, one) => (one.now > now ? one.now : now), wanted[0]!.now);

async function readAll(db: Pool, sight: Sight, wanted: readonly Wanted[]): Promise<StoreReadOutcome[]> {
  const s = statement();
  const types = textColumn(
    s,
    wanted.map(({ type }) => type),
  );
  const ids = textColumn(
    s,
    wanted.map(({ id }) => id),
  );
  // The refusals of the moment at which the statement leaves: never older than any request of it.
  const text = `SELECT ${rowColumns('r')} FROM unnest(${types}, ${ids}) AS k (type, id)
  JOIN ${visible(sight, latest(wanted), s).current('r')} ON r.type = k.type AND r.id = k.id`;
  const rows = await run<Row>(db, text, s);
  const found = new Map(rows.map(row => [keyOf(row), row]));
  return wanted.map(one => outcomeOf(found.get(keyOf(one))));
}

/** Sights whose requests share statements. */
const remembered = 500;

export type CurrentReader = (sight: Sight, now: Date, type: string, id: string) => Promise<StoreReadOutcome>;

/**
 * Reads current versions. What the sight hides does not exist; what was deleted is gone (R4 3.1.0.2). Requests under
 * one sight share statements; a person who sees only some usagers reads alone.
 */
export function currentReader(db: Pool): CurrentReader {
  const shared = new Map<string, Coalesced<Wanted, StoreReadOutcome>>();
  const readerOf = (sight: Sight) => {
    const key = JSON.stringify(sight);
    const known = shared.get(key) ?? coalesce(wanted => readAll(db, sight, wanted), readingLimits);
    // Restrictions make each provider's sight their own: what is being asked goes on, and is forgotten.
    if (shared.size >= remembered) shared.clear();
    shared.set(key, known);
    return known;
  };
  return async (sight, now, type, id) => {
    const wanted = { type, id, now };
    // What is one caller's own is not remembered: it would be as many as there are callers, and tokens.
    if (sight.usagers !== 'any' || sight.limits || sight.interpretation)
      return (await readAll(db, sight, [wanted]))[0]!;
    return readerOf(sight).put(wanted);
  };
}

/** One version, current or replaced (R4 3.1.0.3); the version of a deletion is gone. */
export async function readVersion(
  db: Pool,
  sight: Sight,
  now: Date,
  type: string,
  id: string,
  version: number,
): Promise<StoreReadOutcome> {
  const s = statement();
  const see = visible(sight, now, s);
  const wanted = `r.type = ${s.param(type, 'text')} AND r.id = ${s.param(id, 'text')}
    AND r.version = ${s.param(version, 'int')}`;
  const text = `SELECT ${rowColumns('r')} FROM ${see.current('r')} WHERE ${wanted}
  UNION ALL SELECT ${rowColumns('r')} FROM ${see.replaced('r')} WHERE ${wanted}`;
  const [row] = await run<Row>(db, text, s);
  return outcomeOf(row);
}
