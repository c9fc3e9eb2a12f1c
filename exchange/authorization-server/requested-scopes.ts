import { grantScopes, parseScope, toSecondVersion } from '@continuum/trust-access';
import { errors } from 'oidc-provider';

/** Scopes that are not about resources. */
export const plainScopes = [
  'openid',
  'fhirUser',
  'launch',
  'launch/patient',
  'offline_access',
  'online_access',
] as const;

export const words = (text: unknown): string[] =>
  typeof text === 'string' ? text.split(' ').filter(Boolean) : [];

/** Whether a request needs one usager in context. */
export const needsPatient = (scopes: readonly string[]): boolean =>
  scopes.some(
    text => text === 'launch' || text === 'launch/patient' || parseScope(text)?.context === 'patient',
  );

/** Why the search of a scope cannot be part of the predicate; undefined when it can. */
export type ScopeProblem = (type: string, search: string) => string | undefined;

/**
 * What a request is given of what it asks for: what the client's registration covers, in the words of SMART v2, each
 * scope as it was asked or not at all. `oidc-provider` compares scopes as exact strings: they are computed here, per
 * request.
 * @throws InvalidScope when nothing is left, or when a scope's search cannot be enforced inside the query.
 */
export function settleScopes(
  asked: readonly string[],
  registered: readonly string[],
  problemOf: ScopeProblem,
): string[] {
  const plain: readonly string[] = plainScopes;
  const requested = [...new Set(asked.map(toSecondVersion))];
  const granted = new Set(grantScopes(requested, registered));
  const given = requested.filter(
    text => granted.has(text) || (plain.includes(text) && registered.includes(text)),
  );
  for (const text of given) {
    const { type, search } = parseScope(text) ?? {};
    const problem = type === undefined || search === undefined ? undefined : problemOf(type, search);
    if (problem !== undefined) throw new errors.InvalidScope(problem, text);
  }
  if (granted.size === 0 && !given.includes('openid'))
    throw new errors.InvalidScope('none of these scopes is granted', asked.join(' '));
  return given;
}
