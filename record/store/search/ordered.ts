import type { SearchParameterDefinition } from '@continuum/standards-fhir';
import { toCanonical } from '@continuum/standards-units';
import { dayLength, tokenText, ucumSystem } from '../index-values.ts';
import { split, unescaped } from './escape.ts';
import { badValue, notSupported } from './problem.ts';
import { compares, dateRange, numberRange, type Range } from './range.ts';
import { anyOf, foundOf, hasAny, keysOf, type Scope } from './scope.ts';

type Definition = SearchParameterDefinition;

const exists = ({ alias }: Scope, code: string, test: string): string =>
  `EXISTS (SELECT FROM jsonb_array_elements(${foundOf(alias, code)}) v WHERE ${test})`;

/** A date within one day has the token of that day; so has whatever an equal date contains. */
function dayOf(scope: Scope, code: string, { prefix, low, high }: Range): string | undefined {
  const day = Math.floor(low / dayLength);
  if (prefix !== 'eq' || high - low > dayLength || Math.floor((high - 1) / dayLength) !== day)
    return undefined;
  return hasAny(
    scope,
    keysOf(scope, code).map(key => tokenText.day(key, day)),
  );
}

function dateTest(scope: Scope, code: string, value: string): string {
  const range = dateRange(code, value, scope.now);
  const day = dayOf(scope, code, range);
  const exact = exists(scope, code, compares('date', 'v', range, scope.s.param));
  return day === undefined ? exact : `(${day} AND ${exact})`;
}

/** The unit of `number|system|code` against a kept quantity; `number||code` is a code or a unit's name. */
function unitTest({ s }: Scope, value: string, [system, code]: readonly (string | undefined)[]): string[] {
  if (code === undefined || code === '') return [];
  const named = s.param(code, 'text');
  if (!system) return [`(${value}->>3 = ${named} OR ${value}->>4 = ${named})`];
  return [`${value}->>2 = ${s.param(system, 'text')} AND ${value}->>3 = ${named}`];
}

/** In canonical units, when the search's unit has one: `7|http://unitsofmeasure.org|g/L` finds 700 mg/dL. */
function canonicalTest(
  { s }: Scope,
  { prefix, low, high }: Range,
  kept: string,
  [system, code = '']: readonly string[],
): string | undefined {
  if (system !== ucumSystem) return undefined;
  const [from, to] = [toCanonical(low, code), toCanonical(high, code)];
  if (!from || !to) return undefined;
  const range = { prefix, low: from.value, high: to.value };
  return `(${kept}->>7 = ${s.param(from.unit, 'text')} AND ${compares('number', kept, range, s.param, 5)})`;
}

/** SQL that tests one kept value of an ordered kind against one value of a search. */
export function orderedTest(scope: Scope, { code, type }: Definition, kept: string, value: string): string {
  const { s, now } = scope;
  if (type === 'date') return compares('date', kept, dateRange(code, value, now), s.param);
  const [number, ...unit] = split(value, '|').map(unescaped);
  if (type === 'number' && unit.length > 0) throw badValue(code, value, 'a number');
  if (unit.length !== 0 && unit.length !== 2) throw badValue(code, value, 'number or number|system|code');
  const range = numberRange(code, number!);
  const canonical = canonicalTest(scope, range, kept, unit);
  if (canonical !== undefined) return canonical;
  const compared = compares('number', kept, range, s.param);
  return `(${[compared, ...unitTest(scope, kept, unit)].join(' AND ')})`;
}

/** Date, number and quantity parameters (R4 3.1.1.4.6 to 3.1.1.4.8, 3.1.1.4.11). */
export function orderedFilter(
  scope: Scope,
  definition: Definition,
  modifier: string | undefined,
  values: readonly string[],
): string {
  const { code, type } = definition;
  if (modifier !== undefined)
    throw notSupported(
      `${code}:${modifier}`,
      `The modifier :${modifier} is not supported for a ${type}; use :missing.`,
    );
  const test = (value: string) =>
    type === 'date'
      ? dateTest(scope, code, unescaped(value))
      : exists(scope, code, orderedTest(scope, definition, 'v', value));
  return anyOf(values.map(test));
}
