import { type Statement, statement } from '@continuum/record-database';
import type { Issue } from '@continuum/standards-fhir';
import type { Sight } from '@continuum/trust-access';
import { filter } from './search/filter.ts';
import { SearchProblem } from './search/problem.ts';
import { emptyRequest, take } from './search/request.ts';
import { allOf, type Scope } from './search/scope.ts';

import { visible } from './visible.ts';

/** The rows `r` of one type that a sight lets be seen, to write conditions about. */
export function selectionScope(sight: Sight, now: Date, s: Statement, type: string): Scope {
  let aliases = 0;
  const fresh = () => `r${++aliases}`;
  const see = visible(sight, now, s);
  return { s, see, now, terms: undefined, types: [type], alias: 'r', anchored: false, fresh };
}

/**
 * SQL of a search that only selects, `code=x&status=y`, on the rows of the scope. What arranges a result has no
 * sense there. Throws `SearchProblem`.
 */
export function selection(scope: Scope, text: string): string {
  const request = emptyRequest(scope.types[0]);
  for (const [name, value] of new URLSearchParams(text)) {
    const before = request.filters.length;
    take(request, name, value);
    if (request.filters.length === before)
      throw new SearchProblem(
        'not-supported',
        name,
        `${name} arranges a result; here a search only selects.`,
      );
  }
  return allOf(request.filters.map(([name, value]) => filter(scope, name, value)));
}

/** What is wrong with a search that is to select rows of a type; empty when it can be done. */
export function selectionProblems(sight: Sight, now: Date, type: string, text: string): Issue[] {
  try {
    selection(selectionScope(sight, now, statement(), type), text);
    return [];
  } catch (error) {
    if (!(error instanceof SearchProblem)) throw error;
    return [{ ...error.issue, severity: 'error' }];
  }
}
