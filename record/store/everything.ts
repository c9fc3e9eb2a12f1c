import type { Pool } from '@continuum/record-database';
import { type Statement, statement } from '@continuum/record-database';
import type { Sight } from '@continuum/trust-access';
import { fromCursor, type Position, toCursor } from './cursor.ts';
import { pageSize, smallerPage } from './page-size.ts';
import { primaryDates } from './primary-date.data.ts';
import { type Row, rowColumns, toHeld } from './row.ts';
import { run } from './statement.ts';
import type { Everything, EverythingQuery, Held } from './stored.ts';
import { visible } from './visible.ts';
import type { Visible } from './visible-rows.ts';

const defaultCount = 200;
const kept = rowColumns('r');

/** Dates of care (R4 Patient $everything): what overlaps them, and what has no date. */
function inDates({ start, end }: EverythingQuery, { param }: Statement): string {
  if (!start && !end) return 'true';
  const names = param(primaryDates, 'jsonb');
  const from = start ? ` AND (d->>1)::float8 > ${param(start.getTime(), 'float8')}` : '';
  const until = end ? ` AND (d->>0)::float8 < ${param(end.getTime(), 'float8')}` : '';
  const dates = `r.found->(${names}->>r.type)`;
  return `(${dates} IS NULL OR EXISTS (SELECT FROM jsonb_array_elements(${dates}) d WHERE true${from}${until}))`;
}

/** The usagers' Patients, or the Encounter: what the question is about. */
function subjectText({ type, ids }: EverythingQuery, see: Visible, { param }: Statement): string {
  return `SELECT ${kept}, r.found FROM ${see.live('r')}
    WHERE r.type = ${param(type, 'text')} AND r.id = ANY (${param(ids, 'text[]')})`;
}

/** What lies in the record of a usager, or what refers to the Encounter there. */
function ownedText(query: EverythingQuery, see: Visible, s: Statement): string {
  const about =
    query.type === 'Patient'
      ? `(r.owner = ANY (${s.param(query.ids, 'text[]')}) OR r.others && ${s.param(query.ids, 'text[]')})
      AND NOT (r.type = 'Patient')`
      : `r.owner = ANY (ARRAY(SELECT owner FROM subject)) AND r.type <> 'Patient'
      AND (${query.ids.map(id => `strpos(r.body, ${s.param(`"reference":"Encounter/${id}"`, 'text')}) > 0`).join(' OR ')})`;
  return `SELECT ${kept} FROM ${see.live('r')} WHERE EXISTS (SELECT FROM subject) AND ${about} AND ${inDates(query, s)}`;
}

const referring = `regexp_matches(p.body, '"reference":"([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[0-9]+)?"', 'g') m`;

/** What those refer to that is nobody's record (Practitioner, Organization, Location, Medication…), at any distance. */
const referredText = (
  see: Visible,
  more: string,
): string => `SELECT ${kept} FROM reached p, ${referring}, ${see.live('r')}
    WHERE r.type = split_part(m[1], '/', 1) AND r.id = split_part(m[1], '/', 2)
      AND (strpos(r.owner, '/') > 0${more})`;

function after(position: Position | undefined, { param }: Statement): string[] {
  if (!position) return [];
  const [rank, type, id] = position;
  return [`(rank, type, id) > (${param(rank, 'int')}, ${param(type, 'text')}, ${param(id, 'text')})`];
}

function pageWhere(query: EverythingQuery, position: Position | undefined, s: Statement): string {
  const where = [
    ...after(position, s),
    ...(query.types ? [`type = ANY (${s.param(query.types, 'text[]')})`] : []),
    ...(query.since ? [`updated >= ${s.param(query.since, 'timestamptz')}`] : []),
  ];
  return where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
}

/**
 * One statement, every alias with the predicate inside. The order (the subject, its record by type and id, what that
 * refers to) does not move when something is written: a page is continued after the last key that was shown.
 */
function textOf(
  query: EverythingQuery,
  see: Visible,
  s: Statement,
  position: Position | undefined,
  count: number,
): string {
  const usager =
    query.type === 'Encounter' ? " OR r.type = 'Patient' AND r.id IN (SELECT owner FROM subject)" : '';
  return `WITH RECURSIVE subject AS (${subjectText(query, see, s)}),
  owned AS (SELECT ${kept} FROM subject r UNION ${ownedText(query, see, s)}),
  reached AS (SELECT ${kept} FROM owned r UNION ${referredText(see, usager)}),
  ranked AS (SELECT ${kept}, CASE WHEN r.type = '${query.type}' AND (r.type, r.id) IN (SELECT type, id FROM subject) THEN 0
    WHEN (r.type, r.id) IN (SELECT type, id FROM owned) THEN 1 ELSE 2 END AS rank FROM reached r),
  page AS (SELECT * FROM ranked ${pageWhere(query, position, s)} ORDER BY rank, type, id LIMIT ${s.param(count + 1, 'int')})
SELECT EXISTS (SELECT FROM subject) AS known, p.* FROM (SELECT 1) AS one LEFT JOIN page p ON true ORDER BY rank, type, id`;
}

type Ranked = Row & { rank: number; known: boolean };

/**
 * Everything of a usager (their record and what it refers to) or of an encounter, a page at a time. A cursor that is
 * none of this question's is taken as absent. `not-found` when the subject may not be seen.
 */
export async function everything(
  db: Pool,
  sight: Sight,
  now: Date,
  query: EverythingQuery,
  signal?: AbortSignal,
): Promise<Everything<Held> | { outcome: 'not-found' }> {
  const s = statement();
  const count = pageSize(query.count, defaultCount);
  const position = query.cursor === undefined ? undefined : fromCursor(query.cursor, ['int', 'text', 'text']);
  const text = textOf(query, visible(sight, now, s), s, position, count);
  const rows = await run<Ranked>(db, text, s, true, signal);
  if (!rows[0]?.known) return { outcome: 'not-found' };
  const found = rows.filter(({ type }) => type !== null);
  const shown = found.slice(0, count);
  const last = found.length > count ? shown.at(-1) : undefined;
  return {
    outcome: 'found',
    entries: shown.map(toHeld),
    count,
    issues: smallerPage(query.count),
    ...(last ? { next: toCursor([last.rank, last.type, last.id]) } : {}),
  };
}
