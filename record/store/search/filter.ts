import { isResourceType, type SearchParameterDefinition, searchParameter } from '@continuum/standards-fhir';
import { tokenText } from '../index-values.ts';
import { compositeFilter } from './composite.ts';
import { alternatives, unescaped } from './escape.ts';
import { fullText, isFullText } from './fulltext.ts';
import { lastUpdated } from './last-updated.ts';
import { orderedFilter } from './ordered.ts';
import { badValue, notSupported, SearchProblem, unknownParameter } from './problem.ts';
import { referenceFilter } from './reference.ts';
import { allOf, anyOf, definitionOf, foundOf, keysOf, type Scope, within } from './scope.ts';
import { stringFilter } from './string.ts';
import { tokenFilter } from './token.ts';
import { uriFilter } from './uri.ts';

type Definition = SearchParameterDefinition;
type Filter = (
  scope: Scope,
  definition: Definition,
  modifier: string | undefined,
  values: readonly string[],
) => string;

const byType: Partial<Record<Definition['type'], Filter>> = {
  token: tokenFilter,
  string: stringFilter,
  uri: uriFilter,
  reference: referenceFilter,
  date: orderedFilter,
  number: orderedFilter,
  quantity: orderedFilter,
  composite: compositeFilter,
};

/** Parameters that are not taken, and what says the same. */
const refused: Readonly<Record<string, string>> = {
  _filter:
    'write its conditions as parameters: repeated for and, separated by commas for or, with chains and _has',
  _query:
    'there are no named queries; use the search parameters and the operations of the CapabilityStatement',
  _list: 'read the List, and search what its entries refer to with _id',
  _containedType: 'contained resources are found with what contains them; search for that',
};

function missing({ alias }: Scope, name: string, code: string, value: string): string {
  if (value !== 'true' && value !== 'false') throw badValue(name, value, 'true or false');
  return `${value === 'true' ? 'NOT ' : ''}${alias}.found ? '${code}'`;
}

function columnFilter(
  scope: Scope,
  name: string,
  modifier: string | undefined,
  values: string[],
): string | undefined {
  if (name !== '_id' && name !== '_lastUpdated') return undefined;
  if (modifier !== undefined) throw notSupported(`${name}:${modifier}`, `${name} takes no modifier.`);
  if (name === '_lastUpdated') return anyOf(values.map(value => lastUpdated(scope, unescaped(value))));
  const [first, ...more] = values.map(unescaped);
  return more.length === 0
    ? `${scope.alias}.id = ${scope.s.param(first, 'text')}`
    : `${scope.alias}.id = ANY (${scope.s.param([first, ...more], 'text[]')})`;
}

function plain(scope: Scope, name: string, value: string): string {
  const [code = '', ...modifiers] = name.split(':');
  const modifier = modifiers.length > 0 ? modifiers.join(':') : undefined;
  if (Object.hasOwn(refused, code)) throw notSupported(name, `${code} is not supported: ${refused[code]}.`);
  const values = alternatives(value);
  if (values.length === 0) throw badValue(name, value, 'a value after the equals sign');
  if (isFullText(code) && modifier === undefined) return fullText(scope, code, values);
  const column = columnFilter(scope, code, modifier, values);
  if (column !== undefined) return column;
  const definition = definitionOf(scope, code);
  if (modifier === 'missing') return missing(scope, name, code, value);
  const filter = byType[definition.type];
  if (!filter)
    throw notSupported(
      name,
      `Searching with ${code} is not supported, positions have no index: search with address, address-city or partof, and measure the distances of what is found.`,
    );
  return filter(scope, definition, modifier, values);
}

/** Target types of the first step of a chain that have what follows. */
function chainTargets(
  scope: Scope,
  name: string,
  { target = [] }: Definition,
  modifier: string | undefined,
): string[] {
  if (modifier !== undefined && !target.includes(modifier))
    throw unknownParameter(name, scope.types.join(', '));
  return modifier === undefined ? target : [modifier];
}

/** SQL that says a row refers, through a parameter, to one of the rows that a condition finds. */
function refersTo(scope: Scope, code: string, target: string, rest: string, value: string): string {
  const inner = { ...within(scope, target), anchored: scope.anchored };
  const { alias: c } = inner;
  const condition = filter(inner, rest, value);
  const rows = `${scope.see.live(c)} WHERE ${c}.type = '${target}'`;
  if (scope.anchored)
    return `EXISTS (SELECT FROM jsonb_array_elements_text(${foundOf(scope.alias, code)}) x, ${rows}
    AND split_part(x, '/', 1) = '${target}' AND ${c}.id = split_part(x, '/', 2) AND ${condition})`;
  const tokens = keysOf(scope, code).map(
    key =>
      `ARRAY(SELECT record.token(${scope.s.param(tokenText.reference(key, `${target}/`), 'text')} || ${c}.id)
    FROM ${rows} AND ${condition})`,
  );
  return anyOf(tokens.map(found => `${scope.alias}.tokens && ${found}`));
}

/** A chain over several possible targets asks those that know what follows (R4 3.1.1.4.15). */
function chain(scope: Scope, name: string, value: string): string {
  const dot = name.indexOf('.');
  const [code = '', modifier] = name.slice(0, dot).split(':');
  const rest = name.slice(dot + 1);
  const definition = definitionOf(scope, code);
  if (definition.type !== 'reference') throw unknownParameter(name, scope.types.join(', '));
  const conditions: string[] = [];
  for (const target of chainTargets(scope, name, definition, modifier))
    if (knows(target, rest)) conditions.push(refersTo(scope, code, target, rest, value));
  if (conditions.length === 0) throw unknownParameter(name, scope.types.join(', '));
  return anyOf(conditions);
}

function knows(type: string, name: string): boolean {
  if (!isResourceType(type)) return false;
  if (name.startsWith('_has:')) return true;
  const [code = ''] = name.split(/[.:]/, 1);
  return isFullText(code) || searchParameter(type, code) !== undefined;
}

const reverse = /^_has:([A-Za-z]+):([A-Za-z0-9_-]+):(.+)$/s;

/** `_has:Observation:patient:code=x`: rows that others refer to (R4 3.1.1.4.16). */
function has(scope: Scope, name: string, value: string): string {
  const [, type = '', code = '', rest = ''] = reverse.exec(name) ?? [];
  const [self] = scope.types;
  if (!isResourceType(type) || self === undefined || scope.types.length > 1)
    throw new SearchProblem('value', name, `${name} must be _has:Type:reference:parameter, on one type.`);
  const inner = { ...within(scope, type), anchored: scope.anchored };
  const { alias: h } = inner;
  if (definitionOf(inner, code).type !== 'reference') throw unknownParameter(code, type);
  const rows = `${scope.see.live(h)}`;
  const conditions = allOf([`${h}.type = '${type}'`, filter(inner, rest, value)]);
  if (scope.anchored) {
    const start = scope.s.param(tokenText.reference(keysOf(inner, code)[0]!, `${self}/`), 'text');
    return `EXISTS (SELECT FROM ${rows} WHERE ${h}.tokens @> ARRAY[record.token(${start} || ${scope.alias}.id)]
    AND ${conditions})`;
  }
  return `${scope.alias}.id = ANY (ARRAY(SELECT split_part(x, '/', 2)
    FROM ${rows}, jsonb_array_elements_text(${foundOf(h, code)}) x
    WHERE split_part(x, '/', 1) = '${self}' AND ${conditions}))`;
}

/**
 * One search parameter as an SQL condition on the rows of the scope. All other rows it looks at come from
 * `scope.see`, with the predicate inside. Throws `SearchProblem`.
 */
export function filter(scope: Scope, name: string, value: string): string {
  if (name.startsWith('_has:')) return has(scope, name, value);
  return name.includes('.') ? chain(scope, name, value) : plain(scope, name, value);
}
