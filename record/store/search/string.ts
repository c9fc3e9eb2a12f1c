import type { SearchParameterDefinition } from '@continuum/standards-fhir';
import { tokenText } from '../index-values.ts';
import { normalize, prefixLengths } from '../normalize.ts';
import { unescaped } from './escape.ts';
import { notSupported } from './problem.ts';
import { allOf, anyOf, foundOf, hasAny, keysOf, type Scope } from './scope.ts';

const exists = ({ alias }: Scope, code: string, test: string): string =>
  `EXISTS (SELECT FROM jsonb_array_elements_text(${foundOf(alias, code)}) v WHERE ${test})`;

/** The longest known prefix of the words finds the rows, the precise values confirm them. */
function startsWith(scope: Scope, code: string, value: string): string {
  const words = normalize(unescaped(value));
  const length = prefixLengths.findLast(l => l <= words.length);
  const found =
    length === undefined
      ? []
      : [
          hasAny(
            scope,
            keysOf(scope, code).map(key => tokenText.prefix(key, words.slice(0, length))),
          ),
        ];
  if (length === words.length) return found[0]!;
  return `(${allOf([...found, exists(scope, code, `starts_with(v, ${scope.s.param(words, 'text')})`)])})`;
}

/** A string parameter: starts with, without regard to case and accents; `:exact`; `:contains` (R4 3.1.1.4.9). */
export function stringFilter(
  scope: Scope,
  { code }: SearchParameterDefinition,
  modifier: string | undefined,
  values: readonly string[],
): string {
  const { s } = scope;
  switch (modifier) {
    case undefined:
      return anyOf(values.map(value => startsWith(scope, code, value)));
    case 'exact':
      return hasAny(
        scope,
        keysOf(scope, code).flatMap(key => values.map(v => tokenText.exact(key, unescaped(v)))),
      );
    case 'contains':
      return anyOf(
        values.map(v => exists(scope, code, `strpos(v, ${s.param(normalize(unescaped(v)), 'text')}) > 0`)),
      );
    default:
      throw notSupported(
        `${code}:${modifier}`,
        `The modifier :${modifier} is not supported for a string; use :exact, :contains or :missing.`,
      );
  }
}
