import type { Pool } from '@continuum/record-database';
import { type Statement, statement } from '@continuum/record-database';
import { resourceTypes } from '@continuum/standards-fhir';
import type { Sight } from '@continuum/trust-access';
import { fromCursor, type Position, toCursor } from './cursor.ts';
import { pageSize } from './page-size.ts';
import { type Row, rowColumns, toHeld } from './row.ts';
import { run } from './statement.ts';
import type { Held, History, HistoryQuery } from './stored.ts';
import { visible } from './visible.ts';
import type { Visible } from './visible-rows.ts';

const defaultCount = 50;

/** `_at`: the version that was current then is the last one written until then, of those that are seen. */
function current(at: Date | undefined, see: Visible, { param }: Statement): string[] {
  if (!at) return [];
  const then = param(at, 'timestamptz');
  const newer = (source: string) => `NOT EXISTS (SELECT FROM ${source}
      WHERE n.type = r.type AND n.id = r.id AND n.version > r.version AND n.updated <= ${then})`;
  return [`r.updated <= ${then}`, newer(see.current('n')), newer(see.replaced('n'))];
}

function after(position: Position | undefined, { param }: Statement): string[] {
  if (!position) return [];
  const [updated, id, version] = position;
  const keys = [param(new Date(updated as number), 'timestamptz'), param(id, 'text'), param(version, 'int')];
  return [`(r.updated, r.id, r.version) < (${keys.join(', ')})`];
}

interface Filters {
  all: string[];
  unpaged: string[];
}

function filters(query: HistoryQuery, position: Position | undefined, see: Visible, s: Statement): Filters {
  const type = ['r.type = t.type'];
  const id = query.id === undefined ? [] : [`r.id = ${s.param(query.id, 'text')}`];
  const since = query.since ? [`r.updated >= ${s.param(query.since, 'timestamptz')}`] : [];
  const unpaged = [...type, ...id, ...since, ...current(query.at, see, s)];
  return { unpaged, all: [...unpaged, ...after(position, s)] };
}

const newest = 'updated DESC, id DESC, version DESC';

const columns = rowColumns('r');

/** Newest versions of each type from each table, then the newest of those: each step is an index range. */
function pageText(see: Visible, where: string[], types: string, limit: string): string {
  const newestOf = (source: string) => `(SELECT ${columns} FROM ${source}
      WHERE ${where.join(' AND ')} ORDER BY ${newest} LIMIT ${limit})`;
  return `SELECT h.* FROM unnest(${types}) AS t (type) CROSS JOIN LATERAL (
    ${newestOf(see.current('r'))}
    UNION ALL ${newestOf(see.replaced('r'))}) h
  ORDER BY ${newest} LIMIT ${limit}`;
}

const countText = (see: Visible, where: string[], types: string): string =>
  `SELECT count(*) AS total FROM unnest(${types}) AS t (type) CROSS JOIN LATERAL (
    SELECT FROM ${see.current('r')} WHERE ${where.join(' AND ')}
    UNION ALL SELECT FROM ${see.replaced('r')} WHERE ${where.join(' AND ')}) h`;

type Counted = Row & { total: number | null };

/** One statement: the page, each row with the total when one resource is asked for. */
function textOf(
  query: HistoryQuery,
  see: Visible,
  s: Statement,
  position: Position | undefined,
  count: number,
) {
  const { all, unpaged } = filters(query, position, see, s);
  const types = s.param(query.type === undefined ? resourceTypes : [query.type], 'text[]');
  const page = pageText(see, all, types, s.param(count + 1, 'int'));
  const total = query.id === undefined ? 'NULL::bigint' : `(${countText(see, unpaged, types)})`;
  return `SELECT p.*, ${total} AS total FROM (${page}) p ORDER BY ${newest}`;
}

/**
 * Versions, newest first, deletions included (R4 3.1.0.10), of one resource, a type, or all. Each version obeys
 * the refusal by its own collection date; no entry when nothing may be seen. A cursor that is not one of this history's is taken as absent.
 */
export async function history(
  db: Pool,
  sight: Sight,
  now: Date,
  query: HistoryQuery,
  signal?: AbortSignal,
): Promise<History<Held>> {
  const s = statement();
  const count = pageSize(query.count, defaultCount);
  const position =
    query.cursor === undefined ? undefined : fromCursor(query.cursor, ['timestamptz', 'text', 'int']);
  const text = textOf(query, visible(sight, now, s), s, position, count);
  const rows = await run<Counted>(db, text, s, true, signal);
  const shown = rows.slice(0, count);
  const last = rows.length > count ? shown.at(-1) : undefined;
  return {
    outcome: 'found',
    entries: shown.map(toHeld),
    count,
    total: query.id === undefined ? undefined : (rows[0]?.total ?? 0),
    next: last && toCursor([last.updated.getTime(), last.id, last.version]),
  };
}
