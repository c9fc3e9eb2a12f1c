import { fromCursor } from '../cursor.ts';
import { rowColumns } from '../row.ts';
import { type Statement, statement } from '../statement.ts';
import type { Visible } from '../visible.ts';
import { alternatives } from './escape.ts';
import { filter } from './filter.ts';
import { includedTables } from './include.ts';
import { notSupported } from './problem.ts';
import { usagersNamed } from './reference.ts';
import type { Request } from './request.ts';
import { allOf, definitionOf, type Scope } from './scope.ts';
import { afterPosition, orderBy, type SortKey, selected, sortKeys } from './sort.ts';
import type { Terms } from './terminology.ts';

/** A search as one statement. */
export interface Compiled {
  text: string;
  statement: Statement;
  keys: SortKey[];
  /** Planned once: it starts from few rows whatever the values. */
  anchored: boolean;
}

/** The usagers in whose records all matches lie, when a filter names them. */
function usagersOf(scope: Scope, [name, value]: readonly [string, string]): string[] | undefined {
  const [type] = scope.types;
  if (scope.types.length !== 1 || type === 'Patient' || name.includes('.') || name.startsWith('_'))
    return undefined;
  const [code = '', modifier] = name.split(':');
  const definition = definitionOf(scope, code);
  return definition.type === 'reference'
    ? usagersNamed(definition, modifier, alternatives(value))
    : undefined;
}

/** Rows of these usagers' records: an index range each, and the few that concern several. */
function inRecordOf({ alias, s }: Scope, usagers: readonly string[]): string {
  const [only] = usagers;
  if (usagers.length > 1) {
    const several = s.param(usagers, 'text[]');
    return `(${alias}.owner = ANY (${several}) OR ${alias}.others && ${several})`;
  }
  return `(${alias}.owner = ${s.param(only, 'text')} OR ${alias}.others @> ARRAY[${s.param(only, 'text')}])`;
}

interface Conditions {
  scope: Scope;
  where: string[];
}

function conditions(scope: Scope, request: Request): Conditions {
  const { s, alias } = scope;
  const types =
    scope.types.length === 0
      ? []
      : [
          scope.types.length === 1
            ? `${alias}.type = ${s.param(scope.types[0], 'text')}`
            : `${alias}.type = ANY (${s.param(scope.types, 'text[]')})`,
        ];
  const named = request.filters
    .map(parameter => usagersOf(scope, parameter))
    .find(usagers => usagers !== undefined);
  const byId = request.filters.some(([name]) => name === '_id');
  const anchored = { ...scope, anchored: named !== undefined || byId };
  const anchor = named ? [inRecordOf(scope, named)] : [];
  const filters = request.filters.map(([name, value]) => filter(anchored, name, value));
  return { scope: anchored, where: [...types, ...anchor, ...filters] };
}

const keyColumns = (keys: readonly SortKey[]): string =>
  keys.map((key, at) => `, ${selected(key)} AS k${at}`).join('');

function pageText(scope: Scope, where: string[], keys: SortKey[], request: Request, extra: string): string {
  const { s, see, alias } = scope;
  return `SELECT ${rowColumns(alias)}${extra}${keyColumns(keys)}
  FROM ${see.live(alias)}
  WHERE ${allOf(where)}
  ORDER BY ${orderBy(keys, key => key.expression)}
  LIMIT ${s.param(request.count + 1, 'int')}`;
}

function position(scope: Scope, keys: readonly SortKey[], cursor: string | undefined): string[] {
  if (cursor === undefined) return [];
  const at = fromCursor(
    cursor,
    keys.map(({ kind }) => kind),
  );
  if (!at)
    throw notSupported('_cursor', '_cursor is not one of this search; start again from the first page.');
  return [afterPosition(scope, keys, at)];
}

const countText = ({ see, alias }: Scope, where: readonly string[]): string =>
  `SELECT count(*) AS total FROM ${see.live(alias)} WHERE ${allOf(where)}`;

/** Columns of an answer that are not a match's: no key, no place. */
const nulls = (keys: readonly SortKey[]): string =>
  keys.map(({ kind }) => `, NULL::${kind === 'timestamptz' ? 'float8' : kind}`).join('');

const emptyRow = `NULL::text, NULL::text, NULL::text, NULL::int, NULL::timestamptz, NULL::text, NULL::text[],
  NULL::boolean, NULL::text`;

/** The page with what comes along: includes, the total; still one statement. */
function wholeText(scope: Scope, where: string[], keys: SortKey[], request: Request, all: string[]): string {
  const place = (_: SortKey, at: number) => `k${at}`;
  const tables = [
    `page AS (${pageText(scope, where, keys, request, `, ${scope.alias}.found`)})`,
    `shown AS (SELECT * FROM page ORDER BY ${orderBy(keys, place)} LIMIT ${request.count})`,
    ...(request.includes.length > 0 ? includedTables(scope, request.includes) : []),
  ];
  const named = keys.map((_, at) => `, p.k${at}`).join('');
  const parts = [
    `SELECT 'match' AS mode, row_number() OVER (ORDER BY ${orderBy(keys, (_, at) => `p.k${at}`)}) AS place,
  NULL::bigint AS total, ${rowColumns('p')}${named} FROM page p`,
    ...(request.includes.length > 0
      ? [
          `SELECT 'include', row_number() OVER (ORDER BY i.type, i.id), NULL::bigint, ${rowColumns('i')}${nulls(keys)} FROM included i`,
        ]
      : []),
    ...(request.total
      ? [`SELECT 'total', 0, t.total, ${emptyRow}${nulls(keys)} FROM (${countText(scope, all)}) t`]
      : []),
  ];
  return `WITH RECURSIVE ${tables.join(',\n')}\n${parts.join('\nUNION ALL ')}\nORDER BY mode DESC, place`;
}

/** What a search depends on besides its parameters. */
export interface Circumstances {
  now: Date;
  terms?: Terms | undefined;
}

/** Compiles a search into one statement. `see` gives the only rows that exist for the caller. */
export function compile(
  request: Request,
  sees: (s: Statement) => Visible,
  { now, terms }: Circumstances,
): Compiled {
  const s = statement();
  let aliases = 0;
  const fresh = () => `r${++aliases}`;
  const base: Scope = {
    s,
    see: sees(s),
    now,
    terms,
    types: request.types,
    alias: 'r',
    anchored: false,
    fresh,
  };
  const { scope, where } = conditions(base, request);
  const { anchored } = scope;
  if (request.countOnly) return { text: countText(scope, where), statement: s, keys: [], anchored };
  const keys = sortKeys(scope, request.sort);
  const paged = [...where, ...position(scope, keys, request.cursor)];
  const simple = request.includes.length === 0 && !request.total;
  const text = simple
    ? pageText(scope, paged, keys, request, '')
    : wholeText(scope, paged, keys, request, where);
  return { text, statement: s, keys, anchored };
}
