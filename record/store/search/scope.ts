import type { Statement } from '@continuum/record-database';
import { type SearchParameterDefinition, searchParameter } from '@continuum/standards-fhir';
import { keyOf } from '../index-values.ts';
import { token } from '../token.ts';
import type { Visible } from '../visible-rows.ts';
import { unknownParameter } from './problem.ts';
import type { Terms } from './terminology.ts';

/** What a condition is written about: rows under an alias, of one type, of several, or of all (`[]`). */
export interface Scope {
  s: Statement;
  see: Visible;
  now: Date;
  /** What the terminology service said of the terms asked; undefined when there is none. */
  terms: Terms | undefined;
  types: readonly string[];
  alias: string;
  /** The rows are few already (one usager, one id): what follows a reference starts from them. */
  anchored: boolean;
  /** A name that no other alias of the statement has. */
  fresh(): string;
}

/** The scope of other rows of the same statement. */
export const within = (scope: Scope, type: string): Scope => ({
  ...scope,
  types: [type],
  alias: scope.fresh(),
  anchored: false,
});

const nameOf = ({ types }: Scope): string => (types.length === 0 ? 'The system' : types.join(', '));

/** A parameter that all types of the scope have. Throws `unknownParameter`. */
export function definitionOf(scope: Scope, code: string): SearchParameterDefinition {
  const types = scope.types.length === 0 ? ['Basic'] : scope.types;
  const found = types.map(type => searchParameter(type, code));
  const [first] = found;
  const common = scope.types.length > 0 || code.startsWith('_');
  if (!first || !common || found.some(definition => definition?.type !== first.type))
    throw unknownParameter(code, nameOf(scope));
  const target = [...new Set(found.flatMap(definition => definition?.target ?? []))];
  return { ...first, ...(target.length > 0 && { target }) };
}

/** Keys of a parameter in the inverted index: one per type of the scope. */
export const keysOf = ({ types }: Scope, code: string): string[] =>
  code.startsWith('_') ? [keyOf('', code)] : types.map(type => keyOf(type, code));

/**
 * The row has one of the tokens. Rows that are few already are looked at one by one; the inverted index would
 * read every row of the population that has the token.
 */
export function hasAny({ alias, s, anchored }: Scope, texts: readonly string[]): string {
  const tokens = [...new Set(texts)].map(token);
  if (anchored && tokens.length <= 8)
    return anyOf(tokens.map(one => `${s.param(one, 'bigint')} = ANY (${alias}.tokens)`));
  return `${alias}.tokens ${tokens.length === 1 ? '@>' : '&&'} ${s.param(`{${tokens.join(',')}}`, 'bigint[]')}`;
}

/** SQL of a parameter's precise values; its code is a word of the definitions. */
export const foundOf = (alias: string, code: string): string => `${alias}.found->'${code}'`;

export const anyOf = (conditions: readonly string[]): string =>
  conditions.length === 1 ? conditions[0]! : `(${conditions.join(' OR ')})`;

export const allOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'true' : conditions.join(' AND ');
