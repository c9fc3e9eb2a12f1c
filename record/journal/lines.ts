import { isMoment, isUuid, type Pool } from '@continuum/record-database';
import type { JournalEntry } from '@continuum/trust-audit';

/** A page of entries, newest first; `next` continues after it. */
export interface Lines {
  entries: JournalEntry[];
  next?: string;
}

export interface Page {
  count?: number;
  cursor?: string;
}

interface Found {
  id: string;
  at: Date;
  entry: string;
}

const mostLines = 500;

const toCursor = ({ at, id }: Found): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** Undefined when there is none, or when nobody here made it: then the list begins anew. */
function fromCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  const [at = '', id = ''] = Buffer.from(cursor ?? '', 'base64url')
    .toString('utf8')
    .split(' ');
  return isMoment(at) && isUuid(id) ? { at, id } : undefined;
}

/** Newest first, by the usager's or the actor's index, however long the list is. */
async function linesBy(pool: Pool, column: 'usager' | 'actor', value: string, page: Page): Promise<Lines> {
  const count = Math.max(1, Math.min(page.count ?? 50, mostLines));
  const after = fromCursor(page.cursor);
  const found = await pool.query<Found>(
    `SELECT id, at, entry FROM record.journal
     WHERE ${column} = $1 ${after ? 'AND (at, id) < ($3::timestamptz, $4::uuid)' : ''}
     ORDER BY at DESC, id DESC LIMIT $2`,
    after ? [value, count + 1, after.at, after.id] : [value, count + 1],
    `journal-${column}-${after ? 'next' : 'first'}`,
  );
  const shown = found.slice(0, count);
  const last = found.length > count ? shown.at(-1) : undefined;
  return { entries: shown.map(({ entry }) => JSON.parse(entry)), next: last && toCursor(last) };
}

/** Who opened, or tried to open, that usager's record. */
export const linesOf = (pool: Pool, usager: string, page: Page): Promise<Lines> =>
  linesBy(pool, 'usager', usager, page);

/** What that actor did. */
export const linesOfActor = (pool: Pool, reference: string, page: Page): Promise<Lines> =>
  linesBy(pool, 'actor', reference, page);

/** Whether somebody looked at a usager's record in a stretch of time. */
export interface LookSought {
  usager: string;
  /** Whose looks do not count, as do not those of the usager themself (`Patient/<id>`). */
  besides: string;
  /** After it, until and with `until`. */
  since: Date;
  until: Date;
}

const looks = `
  SELECT EXISTS (
    SELECT FROM record.journal j
     WHERE j.usager = s.usager AND j.at > s.since AND j.at <= s.until AND j.actor <> s.besides
       AND j.actor <> 'Patient/' || s.usager
       AND j.entry::jsonb->>'outcome' = 'success' AND j.entry::jsonb->>'action' IN ('read', 'search', 'history')
       AND j.entry::jsonb->'who'->>'profile' <> 'platform'
  ) AS looked
    FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY
      AS s (usager, besides, since, until, place)
   ORDER BY s.place`;

/** For each, in order: did somebody else look, and see something? One statement, by the usagers' index. */
export async function lookedAt(pool: Pool, sought: readonly LookSought[]): Promise<boolean[]> {
  const columns = (['usager', 'besides', 'since', 'until'] as const).map(name =>
    sought.map(one => one[name]),
  );
  const rows = await pool.query<{ looked: boolean }>(looks, columns);
  return rows.map(({ looked }) => looked);
}
