import { type SearchParameterDefinition, searchParameter } from '@continuum/standards-fhir';
import { normalize } from '../normalize.ts';
import { split, unescaped } from './escape.ts';
import { orderedTest } from './ordered.ts';
import { badValue, notSupported } from './problem.ts';
import { referencesMeant } from './reference.ts';
import { allOf, anyOf, foundOf, hasAny, keysOf, type Scope } from './scope.ts';
import { textsOf, tokenTest } from './token.ts';

type Definition = SearchParameterDefinition;

function keptToken({ s }: Scope, { code: name }: Definition, kept: string, value: string): string {
  const { system, code } = tokenTest(name, value);
  const systems =
    system === undefined
      ? []
      : [system === '' ? `NOT ${kept} ? 's'` : `${kept}->>'s' = ${s.param(system, 'text')}`];
  return allOf([...systems, ...(code === undefined ? [] : [`${kept}->>'c' = ${s.param(code, 'text')}`])]);
}

/** SQL that tests one kept value of a component. */
function keptTest(scope: Scope, component: Definition, kept: string, value: string): string {
  const text = `${kept}#>>'{}'`;
  const { s } = scope;
  switch (component.type) {
    case 'token':
      return keptToken(scope, component, kept, value);
    case 'string':
      return `starts_with(${text}, ${s.param(normalize(unescaped(value)), 'text')})`;
    case 'reference':
      return `${text} = ANY (${s.param(referencesMeant(component, undefined, unescaped(value)), 'text[]')})`;
    case 'uri':
      return `${text} = ${s.param(unescaped(value), 'text')}`;
    default:
      return orderedTest(scope, component, kept, unescaped(value));
  }
}

/** A row that has the whole has each part: its codes are looked up in the inverted index first. */
function partsKnown(scope: Scope, components: readonly Definition[], values: readonly string[]): string[] {
  return components.flatMap((component, at) => {
    const isOwn = scope.types.every(type => searchParameter(type, component.code) !== undefined);
    if (component.type !== 'token' || !isOwn) return [];
    const texts = keysOf(scope, component.code).flatMap(key =>
      textsOf(key, tokenTest(component.code, values[at]!)),
    );
    return texts.length > 0 ? [hasAny(scope, texts)] : [];
  });
}

function oneOf(scope: Scope, { code }: Definition, components: readonly Definition[], value: string): string {
  const values = split(value, '$');
  if (values.length !== components.length || values.includes(''))
    throw badValue(code, value, components.map(component => component.code).join('$'));
  const tests = components.map(
    (component, at) =>
      `EXISTS (SELECT FROM jsonb_array_elements(v->${at}) c WHERE ${keptTest(scope, component, 'c', values[at]!)})`,
  );
  const exact = `EXISTS (SELECT FROM jsonb_array_elements(${foundOf(scope.alias, code)}) v WHERE ${allOf(tests)})`;
  return `(${allOf([...partsKnown(scope, components, values), exact])})`;
}

/** A composite parameter: `code$value` of the same element (R4 3.1.1.4.13). */
export function compositeFilter(
  scope: Scope,
  definition: Definition,
  modifier: string | undefined,
  values: readonly string[],
): string {
  if (modifier !== undefined)
    throw notSupported(
      `${definition.code}:${modifier}`,
      `The modifier :${modifier} is not supported for a composite; use :missing.`,
    );
  const components = (definition.components ?? []).map(component => component.definition);
  return anyOf(values.map(value => oneOf(scope, definition, components, value)));
}
