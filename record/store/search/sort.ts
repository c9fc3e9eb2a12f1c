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
  /** Every row has one: its order is an index's. */
  always?: true;
  /** It is one of the facts that come with every body. */
  fact?: 'type' | 'id';
  /** The index of a usager's record is in its order. */
  chart?: true;
}

const firstYear = Date.parse('0000-01-01T00:00:00Z');

/** The figure that was written: of `<5` the end, of all others the start. */
const figure = (low: string, high: string): string =>
  `coalesce(nullif((${low})::float8, -1e300), (${high})::float8)`;

/** What of a kept value sorts: the start of an interval, a code, the text itself. */
const parts: Partial<Record<SearchParameterType, { part: string; kind: SortKey['kind'] }>> = {
  // A period without a start has none to sort by.
  date: { part: `nullif(greatest((v->>0)::float8, ${firstYear}), ${firstYear})`, kind: 'float8' },
  number: { part: figure('v->>0', 'v->>1'), kind: 'float8' },
  // In canonical units where there are some: 5 g/L comes after 90 mg/dL.
  quantity: { part: figure('coalesce(v->>5, v->>0)', 'coalesce(v->>6, v->>1)'), kind: 'float8' },
  token: { part: `(v->>'c')`, kind: 'text' },
  string: { part: `(v#>>'{}')`, kind: 'text' },
  reference: { part: `(v#>>'{}')`, kind: 'text' },
  uri: { part: `(v#>>'{}')`, kind: 'text' },
};

/** Of several values, the one that comes first in the order asked (R4 3.1.1.5.1). */
function byParameter(scope: Scope, code: string, descending: boolean): SortKey {
  const { type } = definitionOf(scope, code);
  const part = parts[type];
  if (!part)
    throw notSupported(
      '_sort',
      `Sorting by ${code}, a ${type} parameter, is not supported: sort by one parameter of type string, token, date, number, quantity, reference or uri.`,
    );
  const collation = part.kind === 'text' ? ' COLLATE "C"' : '';
  const first = descending ? 'max' : 'min';
  const expression = `(SELECT ${first}(${part.part}${collation}) FROM jsonb_array_elements(${foundOf(scope.alias, code)}) v)`;
  return { expression, kind: part.kind, descending };
}

function sortKey(scope: Scope, item: string): SortKey {
  const descending = item.startsWith('-');
  const code = descending ? item.slice(1) : item;
  const { alias, types } = scope;
  if (code === '_id')
    return { expression: `${alias}.id`, kind: 'text', descending, always: true, fact: 'id' };
  if (code === '_lastUpdated')
    return { expression: `${alias}.updated`, kind: 'timestamptz', descending, always: true };
  if (types.length === 1 && primaryDates[types[0]!] === code)
    return { expression: `${alias}.date`, kind: 'timestamptz', descending, chart: true };
  return byParameter(scope, code, descending);
}

/**
 * The sort keys of `_sort`, then type and id, so that the order is total and a page has one place to go on from. After
 * `_lastUpdated` they go the same way, so that its index gives the order. Throws `SearchProblem`.
 */
export function sortKeys(scope: Scope, sort: readonly string[]): SortKey[] {
  const asked = sort.map(item => sortKey(scope, item));
  const descending = sort.length === 1 && sort[0] === '-_lastUpdated';
  // Where the rows are few already, the order of the key, over the whole record, is not to lead to them.
  const type = scope.anchored ? `(${scope.alias}.type || '')` : `${scope.alias}.type`;
  const last = (column: 'type' | 'id'): SortKey => ({
    expression: column === 'type' ? type : `${scope.alias}.id`,
    kind: 'text',
    descending,
    always: true,
    fact: column,
  });
  return [...asked, ...(scope.types.length === 1 ? [] : [last('type')]), last('id')];
}

const direction = ({ descending, always }: SortKey): string =>
  `${descending ? 'DESC' : 'ASC'}${always ? '' : ' NULLS LAST'}`;

/** SQL of the order, the keys named as the statement names them. */
export const orderBy = (keys: readonly SortKey[], name: (key: SortKey, at: number) => string): string =>
  keys.map((key, at) => `${name(key, at)} ${direction(key)}`).join(', ');

/** SQL of a key's value as it goes into a cursor: a moment in milliseconds since 1970, which rounding makes whole. */
export const asPlace = ({ kind }: SortKey, value: string): string =>
  kind === 'timestamptz' ? `date_part('epoch', ${value}) * 1000` : value;

const keyValue = (key: SortKey, value: string | number | null, { s }: Scope): string =>
  s.param(key.kind === 'timestamptz' && value !== null ? new Date(value) : value, key.kind);

function beyond(key: SortKey, value: string | number | null, scope: Scope) {
  const { expression, descending, always } = key;
  if (value === null) return { equal: `${expression} IS NULL`, after: 'false' };
  const at = keyValue(key, value, scope);
  const after = `${expression} ${descending ? '<' : '>'} ${at}`;
  return { equal: `${expression} = ${at}`, after: always ? after : `(${after} OR ${expression} IS NULL)` };
}

/** Keys that every row has and that go the same way are compared as one: an index range. */
const asOne = (keys: readonly SortKey[]): boolean =>
  keys.every(({ always, descending }) => always && descending === keys[0]!.descending);

/** SQL: rows that come after a position in the order of the keys. */
export function afterPosition(scope: Scope, keys: readonly SortKey[], position: Position): string {
  if (asOne(keys) && !position.includes(null)) {
    const values = keys.map((key, at) => keyValue(key, position[at]!, scope));
    const columns = keys.map(({ expression }) => expression).join(', ');
    return `(${columns}) ${keys[0]!.descending ? '<' : '>'} (${values.join(', ')})`;
  }
  const [key, ...rest] = keys;
  const { equal, after } = beyond(key!, position[0]!, scope);
  if (rest.length === 0) return after;
  return `(${after} OR (${equal} AND ${afterPosition(scope, rest, position.slice(1))}))`;
}
