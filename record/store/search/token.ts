import type { SearchParameterDefinition } from '@continuum/standards-fhir';
import { tokenText } from '../index-values.ts';
import { normalize } from '../normalize.ts';
import { split, unescaped } from './escape.ts';
import { badValue, notSupported } from './problem.ts';
import { anyOf, foundOf, hasAny, keysOf, type Scope } from './scope.ts';

/** `system|code`, `code`, `|code` or `system|`. */
export interface TokenTest {
  /** Undefined: any system. Empty: none. */
  system?: string;
  /** Undefined: any code of the system. */
  code?: string;
}

/** Reads a token (R4 3.1.1.4.10). Throws `badValue`. */
export function tokenTest(name: string, value: string): TokenTest {
  const [first, second, ...rest] = split(value, '|').map(unescaped);
  if (rest.length > 0 || (second === '' && first === ''))
    throw badValue(name, value, 'code, system|code, |code or system|');
  if (second === undefined) return { code: first };
  return second === '' ? { system: first } : { system: first, code: second };
}

/** The texts of the tokens that a test looks up; none when only the precise values can tell. */
export function textsOf(key: string, { system, code }: TokenTest): string[] {
  if (code === undefined) return [];
  return [system === undefined ? tokenText.code(key, code) : tokenText.coded(key, system, code)];
}

function ofSystem({ alias, s }: Scope, code: string, system: string): string {
  return `${foundOf(alias, code)} @> ${s.param(JSON.stringify([{ s: system }]), 'jsonb')}`;
}

function matches(scope: Scope, { code }: SearchParameterDefinition, values: readonly string[]): string {
  const tests = values.map(value => tokenTest(code, value));
  const texts = keysOf(scope, code).flatMap(key => tests.flatMap(test => textsOf(key, test)));
  const systems = tests
    .filter(test => test.code === undefined)
    .map(test => ofSystem(scope, code, test.system!));
  return anyOf([...(texts.length > 0 ? [hasAny(scope, texts)] : []), ...systems]);
}

function ofType(scope: Scope, { code: name }: SearchParameterDefinition, values: readonly string[]): string {
  const texts = values.flatMap(value => {
    const [system, code, number, ...rest] = split(value, '|').map(unescaped);
    if (!code || !number || rest.length > 0) throw badValue(`${name}:of-type`, value, 'system|type|value');
    return keysOf(scope, name).map(key => tokenText.ofType(key, system!, code, number));
  });
  return hasAny(scope, texts);
}

/** `:text`: the words of a coded value or of an identifier's type, as a string search. */
function text({ alias, s }: Scope, { code }: SearchParameterDefinition, values: readonly string[]): string {
  const tests = values.map(value => `starts_with(v, ${s.param(normalize(unescaped(value)), 'text')})`);
  return `EXISTS (SELECT FROM jsonb_array_elements_text(${foundOf(alias, `${code}:text`)}) v WHERE ${anyOf(tests)})`;
}

/** A token parameter and its modifiers (R4 3.1.1.4.5). */
export function tokenFilter(
  scope: Scope,
  definition: SearchParameterDefinition,
  modifier: string | undefined,
  values: readonly string[],
): string {
  switch (modifier) {
    case undefined:
      return matches(scope, definition, values);
    case 'not':
      return `NOT coalesce(${matches(scope, definition, values)}, false)`;
    case 'of-type':
      return ofType(scope, definition, values);
    case 'text':
      return text(scope, definition, values);
    default:
      throw notSupported(
        `${definition.code}:${modifier}`,
        `The modifier :${modifier} is not supported for a token; use :not, :text, :of-type or :missing.`,
      );
  }
}
