/** What a system scope allows on resources: SMART App Launch 2.2, `create read update delete search`. */
export type ScopeAction = 'c' | 'r' | 'u' | 'd' | 's';

interface Scope {
  /** A resource type or `*`. */
  type: string;
  actions: string;
}

/** `system/Observation.rs`: letters once each and in order. No search parameters on systems' scopes. */
const pattern = /^system\/(\*|[A-Z][A-Za-z]+)\.(?=[cruds])(c?r?u?d?s?)$/;

function parseScope(text: string): Scope | undefined {
  const match = pattern.exec(text);
  return match ? { type: match[1]!, actions: match[2]! } : undefined;
}

/**
 * Whether the scopes allow an action on a type (`*`: on every type).
 * An actor without scopes (a person's session) is not limited by them: `undefined` permits.
 */
export function permitsScope(
  scopes: readonly string[] | undefined,
  type: string,
  action: ScopeAction,
): boolean {
  if (scopes === undefined) return true;
  return scopes.some(text => {
    const scope = parseScope(text);
    return (
      scope !== undefined && (scope.type === '*' || scope.type === type) && scope.actions.includes(action)
    );
  });
}

/**
 * The requested scopes that a client's grant covers entirely: a narrower scope is given as asked; one that
 * reaches further in any letter or type is not given at all.
 */
export function grantScopes(requested: readonly string[], granted: readonly string[]): string[] {
  return requested.filter(text => {
    const scope = parseScope(text);
    return (
      scope !== undefined &&
      [...scope.actions].every(action => permitsScope(granted, scope.type, action as ScopeAction))
    );
  });
}
