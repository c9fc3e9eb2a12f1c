/** A page of a list, newest first, and where the next one begins; absent at the end. */
export interface PageOf<Row> {
  rows: Row[];
  next?: string;
}

/** How many rows a page has. */
export const pageSize = 50;

/** A list is read in the order of a moment (microseconds since 1970, as text) and of an id. */
interface Place {
  moment: string;
  id: string;
}

/** The place of a row, for its statement. @param moment and @param id expressions of SQL; `id` is text. */
export const placeOf = (moment: string, id: string): string =>
  `jsonb_build_object('moment', (extract(epoch FROM ${moment}) * 1000000)::bigint::text, 'id', ${id}) AS place`;

/** The condition that a row comes after the place of two placeholders, newest first; all do when they are null. */
export const isAfter = (moment: string, id: string, [at, last]: [string, string]): string =>
  `(${at}::bigint IS NULL OR (${moment}, ${id}) < (timestamptz 'epoch' + ${at}::bigint * interval '1 microsecond', ${last}))`;

/** What was asked is not a place in a list; the message names the field and the mend. */
export class CursorRefused extends Error {
  readonly statusCode = 400;
  constructor() {
    super('cursor: it is not one that this list gave; ask for the first page.');
  }
}

/**
 * The place after which a page begins, for a row comparison; both parts null at the beginning.
 * @throws CursorRefused
 */
export function readCursor(text: string | undefined): [string | null, string | null] {
  if (text === undefined) return [null, null];
  const [at = '', ...id] = Buffer.from(text, 'base64url').toString().split('|');
  if (!/^\d{1,16}$/.test(at) || id.length === 0) throw new CursorRefused();
  return [at, id.join('|')];
}

/** A row with its place in the list. */
export type Placed<Row> = Row & { place: Place };

/** A page of the rows that were found, one more than a page having been asked for. */
export function toPage<Row>(found: readonly Placed<Row>[]): PageOf<Row> {
  const shown = found.slice(0, pageSize);
  const last = shown.at(-1)?.place;
  const rows = shown.map(({ place: _, ...row }) => row as Row);
  if (found.length <= pageSize || !last) return { rows };
  return { rows, next: Buffer.from(`${last.moment}|${last.id}`).toString('base64url') };
}
