import type { Pool } from '@continuum/record-database';
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

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Undefined when there is none, or when nobody here made it: then the list begins anew. */
function fromCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  const [at = '', id = ''] = Buffer.from(cursor ?? '', 'base64url')
    .toString('utf8')
    .split(' ');
  return Number.isNaN(Date.parse(at)) || !uuid.test(id) ? undefined : { at, id };
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
