import type { Access } from '@continuum/record-gate';
import { type Issue, parseJson, type Resource } from '@continuum/standards-fhir';
import { Unusable } from '../deposit.ts';

/** The one resource that a condition finds. */
export interface Found {
  id: string;
  version: number;
  lastUpdated: Date;
  resource: Resource;
}

const refusal = (code: string, expression: string, diagnostics: string): Issue[] => [
  { severity: 'error', code, expression, diagnostics },
];

/**
 * Resolves the condition of a conditional create, update, delete or reference with what the depositor may see.
 * Undefined: nothing answers to it.
 * @throws Unusable 412 when several do, 400 when it is no search, 422 when the depositor may not search that.
 */
export async function findOne(
  access: Access,
  type: string,
  query: string,
  expression: string,
): Promise<Found | undefined> {
  const parameters = [...new URLSearchParams(query)].filter(([name]) => name !== '_format');
  if (parameters.length === 0)
    throw new Unusable(
      refusal('required', expression, 'A condition names at least one search parameter.'),
      412,
    );
  const outcome = await access.lookup(type, [...parameters, ['_count', '2']]);
  if (outcome.outcome === 'invalid')
    throw new Unusable(
      outcome.issues.map(i => ({ ...i, expression })),
      400,
    );
  if (outcome.outcome === 'denied')
    throw new Unusable(
      refusal('forbidden', expression, outcome.decision.permit ? '' : outcome.decision.text),
      403,
    );
  const matches = outcome.entries.filter(({ mode }) => mode === 'match');
  if (matches.length > 1)
    throw new Unusable(
      refusal('multiple-matches', expression, `Several resources answer to ${type}?${query}.`),
      412,
    );
  const [match] = matches;
  return match && { ...match, resource: parseJson(match.body) as Resource };
}
