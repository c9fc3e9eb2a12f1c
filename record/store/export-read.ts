import type { Pool } from '@continuum/record-database';
import { statement } from '@continuum/record-database';
import type { Sight } from '@continuum/trust-access';
import type { ExportRange } from './export-order.ts';
import { type Row, rowColumns, toHeld } from './row.ts';
import { run } from './statement.ts';
import type { Held } from './stored.ts';
import { visible } from './visible.ts';

/** Lines of one page. */
const pageSize = 500;

/** A page of a range: the lines in it, those of them that may be seen now, and where the next one begins. */
export interface ExportPage {
  lines: { place: number; held: Held }[];
  next?: { after: string; place: number };
}

type Line = { line: string } & { [K in keyof Row]: Row[K] | null };

const isSeen = (line: Line): line is Line & Row => line.type !== null;

/**
 * The versions that a range lists and that the sight lets be seen now: what was refused, moved or closed since it
 * was listed is not there. `place` counts the lines of the range, seen or not, from 0.
 */
export async function readExport(
  db: Pool,
  sight: Sight,
  now: Date,
  range: ExportRange,
  { after, place } = { after: range.after, place: 0 },
): Promise<ExportPage> {
  const s = statement();
  const see = visible(sight, now, s);
  const same = 'r.type = l.type AND r.id = l.id AND r.version = l.version';
  const text = `SELECT l.id AS line, r.* FROM (
      SELECT type, id, version FROM record.export_line
      WHERE export = ${s.param(range.export, 'uuid')} AND type = ${s.param(range.type, 'text')}
        AND deleted = ${s.param(range.deleted, 'boolean')}
        AND id > ${s.param(after, 'text')} AND id <= ${s.param(range.to, 'text')}
      ORDER BY id LIMIT ${pageSize}) l
    LEFT JOIN LATERAL (
      SELECT ${rowColumns('r')} FROM ${see.current('r')} WHERE ${same}
      UNION ALL SELECT ${rowColumns('r')} FROM ${see.replaced('r')} WHERE ${same}) r ON true
    ORDER BY l.id`;
  const rows = await run<Line>(db, text, s);
  const lines = rows.flatMap((row, at) => (isSeen(row) ? [{ place: place + at, held: toHeld(row) }] : []));
  const last = rows.length === pageSize ? rows.at(-1)!.line : undefined;
  return { lines, ...(last !== undefined && { next: { after: last, place: place + pageSize } }) };
}

/**
 * The body of a Group: seen, or sent by that source, which knows it: one refusing member hides it from everyone,
 * and its export shows nothing of theirs.
 */
export async function readGroup(
  db: Pool,
  sight: Sight,
  now: Date,
  id: string,
  source: string,
): Promise<string | undefined> {
  const s = statement();
  const key = s.param(id, 'text');
  const text = `SELECT r.body FROM record.resource r WHERE r.type = 'Group' AND r.id = ${key} AND NOT r.deleted
    AND (EXISTS (SELECT FROM ${visible(sight, now, s).live('g')} WHERE g.type = 'Group' AND g.id = r.id)
      OR EXISTS (SELECT FROM record.deposit d WHERE d.id = r.deposit AND d.source = ${s.param(source, 'text')}))`;
  const [row] = await run<{ body: string }>(db, text, s);
  return row?.body;
}
