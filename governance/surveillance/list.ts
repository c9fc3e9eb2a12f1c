import type { Pool } from '@continuum/record-database';
import { usagersOfCase } from './about-self.ts';
import { alertColumns, type KeptAlert } from './alerts.ts';
import { type Case, caseColumns } from './cases.ts';
import { type Replay, replayColumns } from './replay.ts';

export interface ListQuery {
  /** States, separated by commas. */
  state?: string;
  rule?: string;
  /** Part of a name, or of a case’s number. */
  search?: string;
  cursor?: string;
  count: number;
}

/** Who reads: `Practitioner/<id>`. What is about what they did is not in their lists. */
interface Read extends ListQuery {
  reader: string;
}

export interface Page<Row> {
  rows: Row[];
  next?: string;
}

interface Place {
  at: string;
  id: string;
}

const toCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Null for the first page; undefined for a cursor that no list gave. */
export function fromCursor(cursor: string | undefined): Place | null | undefined {
  if (cursor === undefined) return null;
  try {
    const { at, id } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;
    return !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id) ? { at, id } : undefined;
  } catch {
    return undefined;
  }
}

const plain = (text: string): string => `translate(lower(${text}), 'àâäçéèêëîïôöùûüÿ', 'aaaceeeeiioouuuy')`;

const likeText = (search: string | undefined): string | null =>
  search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;

function toPage<Row extends { id: string }>(found: Row[], count: number, at: (row: Row) => Date): Page<Row> {
  const rows = found.slice(0, count);
  const last = rows.at(-1);
  const more = found.length > count && last;
  return { rows, ...(more && { next: toCursor({ at: at(last).toISOString(), id: last.id }) }) };
}

const alertsText = `
  SELECT ${alertColumns} FROM service.surveillance_alert a
   WHERE ($1::text[] IS NULL OR a.state = ANY ($1)) AND ($2::text IS NULL OR a.rule = $2)
     AND ($3::text IS NULL OR ${plain('a.actor_name')} LIKE ${plain('$3')}
       OR ${plain("coalesce(a.organization_name, '')")} LIKE ${plain('$3')})
     AND ($4::timestamptz IS NULL OR (a.raised, a.id) < ($4, $5::uuid)) AND a.actor <> $7
   ORDER BY a.raised DESC, a.id DESC LIMIT $6`;

/** Alerts, the newest first. */
export async function listAlerts(pool: Pool, query: Read, from: Place | null): Promise<Page<KeptAlert>> {
  const { state, rule, search, count, reader } = query;
  const values = [
    state?.split(',') ?? null,
    rule ?? null,
    likeText(search),
    from?.at ?? null,
    from?.id ?? null,
  ];
  const found = await pool.query<KeptAlert>(
    alertsText,
    [...values, count + 1, reader],
    'surveillance-alerts',
  );
  return toPage(found, count, row => row.raised);
}

const casesText = `
  SELECT ${caseColumns}, ${usagersOfCase} AS usagers FROM service.surveillance_case c
   WHERE ($1::text[] IS NULL OR c.state = ANY ($1)) AND ($2::text IS NULL OR c.kind = $2)
     AND ($3::text IS NULL OR ${plain("coalesce(c.subject_name, '')")} LIKE ${plain('$3')}
       OR lpad(c.number::text, 6, '0') LIKE $3 OR c.number::text = trim('%' from $3))
     AND ($4::timestamptz IS NULL OR (c.due, c.id) > ($4, $5::uuid)) AND c.subject IS DISTINCT FROM $7
   ORDER BY c.due, c.id LIMIT $6`;

/** A case, with whose records it is about or who reported it. */
type ConcernedCase = Case & { usagers: string[] };

/** Cases, the one that is due first. `rule` is their kind. */
export async function listCases(pool: Pool, query: Read, from: Place | null): Promise<Page<ConcernedCase>> {
  const { state, rule, search, count, reader } = query;
  const values = [
    state?.split(',') ?? null,
    rule ?? null,
    likeText(search),
    from?.at ?? null,
    from?.id ?? null,
  ];
  const found = await pool.query<ConcernedCase>(
    casesText,
    [...values, count + 1, reader],
    'surveillance-cases',
  );
  return toPage(found, count, row => row.due);
}

const replaysText = `
  SELECT ${replayColumns} FROM service.surveillance_replay WHERE rule = $1 ORDER BY asked DESC LIMIT 10`;

/** The last replays of a rule. */
export const listReplays = (pool: Pool, rule: string): Promise<Replay[]> =>
  pool.query<Replay>(replaysText, [rule], 'surveillance-replays');
