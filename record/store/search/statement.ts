import { type Statement, statement } from '@continuum/record-database';
import { factsColumn } from '../row.ts';
import type { Visible } from '../visible-rows.ts';
import { compartmentTypes } from './compartment.ts';
import { type Conditions, conditionsOf } from './conditions.ts';
import { includedTables } from './include.ts';
import { newestText } from './newest.ts';
import { countText, pageAnswer, pageText } from './page.ts';
import type { Request } from './request.ts';
import type { Scope } from './scope.ts';
import { orderBy, type SortKey, sortKeys } from './sort.ts';
import type { Terms } from './terminology.ts';

/** A search as one statement. */
export interface Compiled {
  text: string;
  statement: Statement;
  keys: SortKey[];
  /** Planned once: it starts from few rows whatever the values. */
  prepared: boolean;
}

/** Columns of an answer that are not a match's: no place. */
const nulls = (keys: readonly SortKey[]): string =>
  keys
    .filter(({ fact }) => !fact)
    .map(({ kind }) => `, NULL::${kind === 'timestamptz' ? 'float8' : kind}`)
    .join('');

/** The page with what comes along: includes, the total; still one statement. */
function wholeText(conditions: Conditions, keys: SortKey[], request: Request): string {
  const { scope } = conditions;
  const order = orderBy(keys, (_, at) => `k${at}`);
  const tables = [
    `page AS (${pageText(conditions, keys, request, `, ${scope.alias}.found`)})`,
    `shown AS (SELECT * FROM page ORDER BY ${order} LIMIT ${request.count})`,
    ...(request.includes.length > 0 ? includedTables(scope, request.includes) : []),
  ];
  const page = pageAnswer(`SELECT * FROM page ORDER BY ${order}`, keys);
  const parts = [
    `SELECT 'match' AS mode, row_number() OVER () AS place, NULL::bigint AS total, m.* FROM (${page}) m`,
    ...(request.includes.length > 0
      ? [
          `SELECT 'include', row_number() OVER (ORDER BY i.type, i.id), NULL::bigint, ${factsColumn('i')}, i.body${nulls(keys)} FROM included i`,
        ]
      : []),
    ...(request.total
      ? [`SELECT 'total', 0, t.total, NULL, NULL${nulls(keys)} FROM (${countText(conditions)}) t`]
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
    types: request.compartment ? compartmentTypes(request.compartment, request.types) : request.types,
    alias: 'r',
    anchored: false,
    fresh,
  };
  const conditions = conditionsOf(base, request);
  const { scope } = conditions;
  if (request.countOnly)
    return { text: countText(conditions), statement: s, keys: [], prepared: scope.anchored };
  if (request.newest !== undefined)
    return { text: newestText(conditions, request), statement: s, keys: [], prepared: scope.anchored };
  const keys = sortKeys(scope, request.sort);
  const simple = request.includes.length === 0 && !request.total;
  const text = simple
    ? pageAnswer(pageText(conditions, keys, request, ''), keys)
    : wholeText(conditions, keys, request);
  return { text, statement: s, keys, prepared: scope.anchored };
}
