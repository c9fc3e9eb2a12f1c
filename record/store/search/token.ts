import type { SearchParameterDefinition } from '@continuum/standards-fhir';
import { tokenText } from '../index-values.ts';
import { normalize } from '../normalize.ts';
import { split, unescaped } from './escape.ts';
import { badValue, notSupported, unknownTerm } from './problem.ts';
import { anyOf, foundOf, hasAny, keysOf, type Scope } from './scope.ts';
import { termKey } from './terminology.ts';

type Definition = SearchParameterDefinition;

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

function matches(scope: Scope, { code }: Definition, tests: readonly TokenTest[]): string {
  const texts = keysOf(scope, code).flatMap(key => tests.flatMap(test => textsOf(key, test)));
  const systems = tests
    .filter(test => test.code === undefined)
    .map(test => ofSystem(scope, code, test.system!));
  return anyOf([...(texts.length > 0 ? [hasAny(scope, texts)] : []), ...systems]);
}

function ofType(scope: Scope, { code: name }: Definition, values: readonly string[]): string {
  const texts = values.flatMap(value => {
    const [system, code, number, ...rest] = split(value, '|').map(unescaped);
    if (!code || !number || rest.length > 0) throw badValue(`${name}:of-type`, value, 'system|type|value');
    return keysOf(scope, name).map(key => tokenText.ofType(key, system!, code, number));
  });
  return hasAny(scope, texts);
}

const testsOf = ({ code }: Definition, values: readonly string[]): TokenTest[] =>
  values.map(value => tokenTest(code, value));

function codeOfSystem(name: string, value: string): void {
  const { system, code } = tokenTest(name, value);
  if (!system || !code) throw badValue(name, value, 'system|code');
}

/** More codes than this are not looked up one by one. */
const termLimit = 5_000;

/** Rows that have one of the codes that the terminology service named (R4 3.1.1.4.10). */
function ofTerms(scope: Scope, definition: Definition, modifier: string, values: readonly string[]): string {
  const name = `${definition.code}:${modifier}`;
  if (!scope.terms)
    throw notSupported(
      name,
      `The modifier :${modifier} needs a terminology service, and there is none here; write the codes out, separated by commas.`,
    );
  const codes = values.flatMap(value => {
    if (!modifier.endsWith('in')) codeOfSystem(name, value);
    const known = scope.terms?.get(termKey(modifier, value));
    if (!known) throw unknownTerm(name, value);
    return known;
  });
  if (codes.length > termLimit)
    throw notSupported(
      name,
      `${name} names ${codes.length} codes; name a value set of ${termLimit} at most.`,
    );
  return codes.length === 0 ? 'false' : matches(scope, definition, codes);
}

/** `:text`: the words of a coded value or of an identifier's type, as a string search. */
function text({ alias, s }: Scope, { code }: Definition, values: readonly string[]): string {
  const tests = values.map(value => `starts_with(v, ${s.param(normalize(unescaped(value)), 'text')})`);
  return `EXISTS (SELECT FROM jsonb_array_elements_text(${foundOf(alias, `${code}:text`)}) v WHERE ${anyOf(tests)})`;
}

/** A token parameter and its modifiers (R4 3.1.1.4.5). */
export function tokenFilter(
  scope: Scope,
  definition: Definition,
  modifier: string | undefined,
  values: readonly string[],
): string {
  switch (modifier) {
    case undefined:
      return matches(scope, definition, testsOf(definition, values));
    case 'not':
      return `NOT coalesce(${matches(scope, definition, testsOf(definition, values))}, false)`;
    case 'of-type':
      return ofType(scope, definition, values);
    case 'text':
      return text(scope, definition, values);
    case 'in':
    case 'above':
    case 'below':
      return ofTerms(scope, definition, modifier, values);
    case 'not-in':
      return `NOT coalesce(${ofTerms(scope, definition, modifier, values)}, false)`;
    default:
      throw notSupported(
        `${definition.code}:${modifier}`,
        `The modifier :${modifier} is not supported for a token; use :not, :text, :in, :not-in, :above, :below, :of-type or :missing.`,
      );
  }
}
