import { fromCursor } from '../cursor.ts';
import { factsColumn, rowColumns } from '../row.ts';
import type { Conditions, Place } from './conditions.ts';
import { notSupported } from './problem.ts';
import type { Request } from './request.ts';
import { allOf } from './scope.ts';
import { afterPosition, asPlace, orderBy, type SortKey } from './sort.ts';

const keyColumns = (keys: readonly SortKey[]): string =>
  keys.map(({ expression }, at) => `, ${expression} AS k${at}`).join('');

/** The name that a key has as a column. */
const place = (_: SortKey, at: number): string => `k${at}`;

/** Rows that come after the cursor. Throws `SearchProblem` for one that is not of these keys. */
function position({ scope }: Conditions, keys: readonly SortKey[], cursor: string | undefined): string[] {
  if (cursor === undefined) return [];
  const at = fromCursor(
    cursor,
    keys.map(({ kind }) => kind),
  );
  if (!at)
    throw notSupported('_cursor', '_cursor is not one of this search; start again from the first page.');
  return [afterPosition(scope, keys, at)];
}

/** Does an index give the rows of a record in this order? Then no more of them are read than the page shows. */
const isIndexed = ([first]: readonly SortKey[]): boolean => first?.chart === true;

/**
 * SQL of a page, and of the one row that tells whether another follows; `extra` are further columns. Each place is
 * read by itself: joined by OR they would be read whole, and sorted, before the first row is known.
 */
export function pageText(conditions: Conditions, keys: SortKey[], request: Request, extra: string): string {
  const { scope, where, places } = conditions;
  const { s, see, alias } = scope;
  const after = position(conditions, keys, request.cursor);
  const limit = `LIMIT ${s.param(request.count + 1, 'int')}`;
  const columns = `${rowColumns(alias)}${extra}`;
  const rowsAt = ({ at, whose }: Place) => `SELECT ${columns}${keyColumns(keys)}
  FROM ${see.live(alias, whose)}
  WHERE ${allOf([...at, ...where, ...after])}`;
  const ordered = (rows: string) => `${rows}
  ORDER BY ${orderBy(keys, key => key.expression)}
  ${limit}`;
  const [only, ...more] = places;
  if (more.length === 0) return ordered(rowsAt(only!));
  const each = places.map(rowsAt).map(rows => `(${isIndexed(keys) ? ordered(rows) : rows})`);
  return `SELECT ${columns}${keys.map((_, at) => `, ${alias}.k${at}`).join('')}
  FROM (${each.join('\n  UNION ALL ')}) ${alias}
  ORDER BY ${orderBy(keys, place)}
  ${limit}`;
}

/** SQL of the rows of a page as they are read: facts, body, and those keys that the facts do not tell. */
export function pageAnswer(page: string, keys: readonly SortKey[]): string {
  const told = keys.map((key, at) => (key.fact ? '' : `, ${asPlace(key, `p.k${at}`)} AS k${at}`));
  return `SELECT ${factsColumn('p')} AS facts, p.body${told.join('')}
  FROM (${page}) p`;
}

/** SQL of the number of rows. */
export function countText({ scope, where, places }: Conditions): string {
  const { see, alias } = scope;
  const each = places.map(
    ({ at, whose }) => `SELECT FROM ${see.live(alias, whose)} WHERE ${allOf([...at, ...where])}`,
  );
  return `SELECT count(*) AS total FROM (${each.join('\n  UNION ALL ')}) c`;
}
