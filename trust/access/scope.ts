/** What a scope allows on resources: SMART App Launch 2.2, `create read update delete search`. */
export type ScopeAction = 'c' | 'r' | 'u' | 'd' | 's';

/** Whose authority a scope is of: one usager's record, what the person may open, the system's own. */
export type ScopeContext = 'patient' | 'user' | 'system';

/** A scope of SMART App Launch 2.2, §3.0.2. */
export interface Scope {
  context: ScopeContext;
  /** A resource type or `*`. */
  type: string;
  actions: string;
  /** `category=laboratory`: the rows that it is about, when it is not about all of them. */
  search?: string;
}

/** What may be seen of a type: everything, or what one of the searches selects. */
export interface Limit {
  type: string;
  /** None: everything. */
  searches: readonly string[];
}

/** `patient/Observation.rs?category=laboratory`: letters once each and in order. */
const pattern = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.(?=[cruds])(c?r?u?d?s?)(?:\?([^\s?#]+))?$/;

/** SMART v1, and what it means in v2 (SMART App Launch 2.2, §3.0.2.9). */
const first = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*)$/;
const meaning: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** Reads a scope about resources; undefined for any other (`openid`, `launch`…). */
export function parseScope(text: string): Scope | undefined {
  const [, context, type, actions, search] = pattern.exec(text) ?? [];
  if (context === undefined || type === undefined || actions === undefined) return undefined;
  return { context: context as ScopeContext, type, actions, ...(search !== undefined && { search }) };
}

/** The scope in the words of SMART v2; any other as it is. */
export const toSecondVersion = (text: string): string =>
  text.replace(first, (_, context, type, verb) => `${context}/${type}.${meaning[verb]}`);

const reaches = (scope: Scope, type: string): boolean => scope.type === '*' || scope.type === type;

/**
 * Whether the scopes allow an action on a type (`*`: on every type), on some of its rows at least: `limitsOf` says on
 * which. An actor without scopes (a person's session) is not limited by them: `undefined` permits.
 */
export function permitsScope(
  scopes: readonly string[] | undefined,
  type: string,
  action: ScopeAction,
): boolean {
  if (scopes === undefined) return true;
  return scopes.some(text => {
    const scope = parseScope(text);
    return scope !== undefined && reaches(scope, type) && scope.actions.includes(action);
  });
}

/** The scopes whose authority counts: those of a system, or those of a person. */
export const scopesOf = (scopes: readonly string[], contexts: readonly ScopeContext[]): string[] =>
  scopes.filter(text => contexts.includes(parseScope(text)?.context as ScopeContext));

/**
 * What the scopes let be seen by reading (`r`) or searching (`s`), type by type; undefined: everything. One scope
 * without a search makes those with one for the same type meaningless.
 */
export function limitsOf(scopes: readonly string[] | undefined, action: 'r' | 's'): Limit[] | undefined {
  const known = scopes?.map(parseScope).filter(scope => scope?.actions.includes(action)) as
    | Scope[]
    | undefined;
  if (!known || known.some(({ type, search }) => type === '*' && search === undefined)) return undefined;
  return [...Map.groupBy(known, ({ type }) => type)].map(([type, of]) => {
    const whole = of.some(({ search }) => search === undefined);
    return { type, searches: whole ? [] : [...new Set(of.map(({ search }) => search!))].sort() };
  });
}

function covers(granted: Scope, asked: Scope, action: string): boolean {
  const sameRows = granted.search === undefined || granted.search === asked.search;
  return (
    granted.context === asked.context &&
    reaches(granted, asked.type) &&
    granted.actions.includes(action) &&
    sameRows
  );
}

/**
 * The requested scopes that a client's grant covers entirely: a narrower scope is given as asked; one that
 * reaches further in any letter, type or row is not given at all.
 */
export function grantScopes(requested: readonly string[], granted: readonly string[]): string[] {
  const grants = granted.map(parseScope).filter(scope => scope !== undefined);
  return requested.filter(text => {
    const asked = parseScope(text);
    return (
      asked !== undefined &&
      [...asked.actions].every(action => grants.some(grant => covers(grant, asked, action)))
    );
  });
}

/** The scope that an actor's token would need, as a refusal names it. */
export function scopeNeeded(
  { kind, patient }: { kind: string; patient?: string },
  type: string,
  action: ScopeAction,
): string {
  const context = kind === 'system' ? 'system' : patient === undefined ? 'user' : 'patient';
  return `${context}/${type}.${action}`;
}
