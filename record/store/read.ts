import type { Pool } from '@continuum/record-database';
import { statement } from '@continuum/record-database';
import type { Sight } from '@continuum/trust-access';
import { type Row, rowColumns, toHeld, usagersOf } from './row.ts';
import { run } from './statement.ts';
import type { StoreReadOutcome } from './stored.ts';
import { visible } from './visible.ts';

function outcomeOf(row: Row | undefined): StoreReadOutcome {
  if (!row) return { outcome: 'not-found' };
  if (!row.deleted) return { outcome: 'found', stored: toHeld(row) };
  return { outcome: 'gone', version: row.version, usagers: usagersOf(row), domain: row.domain };
}

/** The current version. What the sight hides does not exist; what was deleted is gone (R4 3.1.0.2). */
export async function read(
  db: Pool,
  sight: Sight,
  now: Date,
  type: string,
  id: string,
): Promise<StoreReadOutcome> {
  const s = statement();
  const text = `SELECT ${rowColumns('r')} FROM ${visible(sight, now, s).current('r')}
  WHERE r.type = ${s.param(type, 'text')} AND r.id = ${s.param(id, 'text')}`;
  const [row] = await run<Row>(db, text, s);
  return outcomeOf(row);
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
