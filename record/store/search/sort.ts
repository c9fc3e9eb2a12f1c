import type { SearchParameterType } from '@continuum/standards-fhir';
import type { Position } from '../cursor.ts';
import { primaryDates } from '../primary-date.data.ts';
import { notSupported } from './problem.ts';
import { definitionOf, foundOf, type Scope } from './scope.ts';

/** One sort key: rows without a value come last, whatever the direction. */
export interface SortKey {
  expression: string;
  kind: 'text' | 'float8' | 'timestamptz';
  descending: boolean;
}

/** What of a kept value sorts: the start of an interval, a code, the text itself. */
const parts: Partial<Record<SearchParameterType, { part: string; kind: SortKey['kind'] }>> = {
  date: { part: '(v->>0)::float8', kind: 'float8' },
  number: { part: '(v->>0)::float8', kind: 'float8' },
  // In canonical units where there are some: 5 g/L comes after 90 mg/dL.
  quantity: { part: '(coalesce(v->>5, v->>0))::float8', kind: 'float8' },
  token: { part: `(v->>'c')`, kind: 'text' },
  string: { part: `(v#>>'{}')`, kind: 'text' },
  reference: { part: `(v#>>'{}')`, kind: 'text' },
  uri: { part: `(v#>>'{}')`, kind: 'text' },
};

/** Of several values, the one that comes first in the order asked (R4 3.1.1.5.1). */
function byParameter(scope: Scope, code: string, descending: boolean): SortKey {
  const { type } = definitionOf(scope, code);
  const part = parts[type];
  if (!part) throw notSupported('_sort', `Sorting by ${code} is not supported.`);
  const collation = part.kind === 'text' ? ' COLLATE "C"' : '';
  const first = descending ? 'max' : 'min';
  const expression = `(SELECT ${first}(${part.part}${collation}) FROM jsonb_array_elements(${foundOf(scope.alias, code)}) v)`;
  return { expression, kind: part.kind, descending };
}

function sortKey(scope: Scope, item: string): SortKey {
  const descending = item.startsWith('-');
  const code = descending ? item.slice(1) : item;
  const { alias, types } = scope;
  if (code === '_id') return { expression: `${alias}.id`, kind: 'text', descending };
  if (code === '_lastUpdated') return { expression: `${alias}.updated`, kind: 'timestamptz', descending };
  if (types.length === 1 && primaryDates[types[0]!] === code)
    return { expression: `${alias}.date`, kind: 'timestamptz', descending };
  return byParameter(scope, code, descending);
}

/**
 * The sort keys of `_sort`, then type and id, so that the order is total and a page has one place to go on from.
 * Throws `SearchProblem`.
 */
export function sortKeys(scope: Scope, sort: readonly string[]): SortKey[] {
  const asked = sort.map(item => sortKey(scope, item));
  const type = { expression: `${scope.alias}.type`, kind: 'text', descending: false } as const;
  const id = { expression: `${scope.alias}.id`, kind: 'text', descending: false } as const;
  return [...asked, ...(scope.types.length === 1 ? [] : [type]), id];
}

export const orderBy = (keys: readonly SortKey[], name: (key: SortKey, at: number) => string): string =>
  keys.map((key, at) => `${name(key, at)} ${key.descending ? 'DESC' : 'ASC'} NULLS LAST`).join(', ');

/** A key as it goes into a cursor. */
export const selected = ({ expression, kind }: SortKey): string =>
  kind === 'timestamptz' ? `(extract(epoch FROM ${expression}) * 1000)::float8` : expression;

function beyond({ expression, kind, descending }: SortKey, value: string | number | null, { s }: Scope) {
  if (value === null) return { equal: `${expression} IS NULL`, after: 'false' };
  const at = s.param(kind === 'timestamptz' ? new Date(value) : value, kind);
  const after = `(${expression} ${descending ? '<' : '>'} ${at} OR ${expression} IS NULL)`;
  return { equal: `${expression} = ${at}`, after };
}

/** SQL: rows that come after a position in the order of the keys. */
export function afterPosition(scope: Scope, keys: readonly SortKey[], position: Position): string {
  const [key, ...rest] = keys;
  const { equal, after } = beyond(key!, position[0]!, scope);
  if (rest.length === 0) return after;
  return `(${after} OR (${equal} AND ${afterPosition(scope, rest, position.slice(1))}))`;
}
