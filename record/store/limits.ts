import { type Statement, statement } from '@continuum/record-database';
import { type Issue, isResourceType } from '@continuum/standards-fhir';
import type { Limit, Sight } from '@continuum/trust-access';
import { filter } from './search/filter.ts';
import { notSupported, SearchProblem } from './search/problem.ts';
import { emptyRequest, take } from './search/request.ts';
import { allOf, anyOf, type Scope } from './search/scope.ts';
import type { Visible } from './visible-rows.ts';

/** A scope is about the rows themselves: what would need others (chains, `_has`) is refused before. */
const noOthers = (): never => {
  throw notSupported('scope', 'A scope’s search names parameters of its own type: no chains, no _has.');
};
const sees: Visible = { live: noOthers, current: noOthers, replaced: noOthers };

const scopeOf = (s: Statement, now: Date, type: string, alias: string): Scope => ({
  ...{ s, now, alias, see: sees, types: [type] },
  terms: undefined,
  // Rows are found already: each is looked at.
  anchored: true,
  fresh: noOthers,
});

/** SQL of one search of a scope, `category=laboratory&status=final`, on rows of its type. Throws `SearchProblem`. */
function selected(scope: Scope, search: string): string {
  const request = emptyRequest(scope.types[0]);
  for (const [name, value] of new URLSearchParams(search)) {
    const before = request.filters.length;
    if (name.startsWith('_has:') || name.includes('.')) noOthers();
    take(request, name, value);
    if (request.filters.length === before)
      throw notSupported(name, `${name} arranges a result; a scope’s search only selects.`);
  }
  if (request.filters.length === 0)
    throw notSupported('scope', 'A scope’s search needs a parameter and a value.');
  return allOf(request.filters.map(([name, value]) => filter(scope, name, value)));
}

/**
 * The part of the predicate that an access token's scopes are. Of replaced versions (`searchable` false) no search can
 * be asked: those of a type that is limited by one are not seen.
 */
export function limits(
  { limits: some }: Sight,
  now: Date,
  s: Statement,
): ((x: string, searchable: boolean) => string[]) | undefined {
  if (some === undefined) return undefined;
  const whole = some.filter(({ searches }) => searches.length === 0).map(({ type }) => type);
  const types = s.param(whole, 'text[]');
  const partly = some.filter(({ searches }) => searches.length > 0);
  const those =
    (x: string) =>
    ({ type, searches }: Limit): string =>
      `(${x}.type = ${s.param(type, 'text')} AND ${anyOf(searches.map(one => `(${selected(scopeOf(s, now, type, x), one)})`))})`;
  const made = new Map<string, string[]>();
  const madeFor = (x: string): string[] => {
    const searched = made.get(x) ?? partly.map(those(x));
    made.set(x, searched);
    return searched;
  };
  return (x, searchable) => [anyOf([`${x}.type = ANY (${types})`, ...(searchable ? madeFor(x) : [])])];
}

/**
 * What is wrong with the search of a scope; empty when it can be part of the predicate. Of every type (`*`) no search
 * can be asked.
 */
export function limitProblems(type: string, search: string): Issue[] {
  try {
    if (!isResourceType(type))
      throw notSupported('scope', 'A scope with a search names one type of resource.');
    selected(scopeOf(statement(), new Date(0), type, 'x'), search);
    return [];
  } catch (error) {
    if (!(error instanceof SearchProblem)) throw error;
    return [{ ...error.issue, severity: 'error' }];
  }
}
