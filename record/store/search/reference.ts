import { isResourceType, parseReference, type SearchParameterDefinition } from '@continuum/standards-fhir';
import { tokenText } from '../index-values.ts';
import { split, unescaped } from './escape.ts';
import { badValue, notSupported } from './problem.ts';
import { hasAny, keysOf, type Scope } from './scope.ts';

const plainId = /^[A-Za-z0-9.-]{1,64}$/;

/** References that a value may mean: `Type/id`, an id of any of the targets, an address. */
export function referencesMeant(
  { code, target = [] }: SearchParameterDefinition,
  modifier: string | undefined,
  value: string,
): string[] {
  const parts = parseReference(value);
  if (parts && !parts.absolute) return [`${parts.type}/${parts.id}`];
  if (!plainId.test(value)) return [value];
  const types = modifier === undefined ? target : [modifier];
  if (types.length === 0) throw badValue(code, value, 'Type/id');
  return types.map(type => `${type}/${value}`);
}

function identifier(scope: Scope, { code }: SearchParameterDefinition, values: readonly string[]): string {
  const texts = values.flatMap(value => {
    const [first, second, ...rest] = split(value, '|').map(unescaped);
    if (rest.length > 0 || second === '')
      throw badValue(`${code}:identifier`, value, 'value or system|value');
    return keysOf(scope, code).map(key =>
      second === undefined
        ? tokenText.identifierValue(key, first!)
        : tokenText.identifier(key, first!, second),
    );
  });
  return hasAny(scope, texts);
}

/** A reference parameter: literal, `:identifier`, `:[type]` (R4 3.1.1.4.12). */
export function referenceFilter(
  scope: Scope,
  definition: SearchParameterDefinition,
  modifier: string | undefined,
  values: readonly string[],
): string {
  if (modifier === 'identifier') return identifier(scope, definition, values);
  if (modifier !== undefined && !isResourceType(modifier))
    throw notSupported(
      `${definition.code}:${modifier}`,
      `The modifier :${modifier} is not supported for a reference; use :identifier, :missing or a resource type.`,
    );
  const meant = values.map(unescaped).flatMap(value => referencesMeant(definition, modifier, value));
  const keys = keysOf(scope, definition.code);
  return hasAny(
    scope,
    keys.flatMap(key => meant.map(reference => tokenText.reference(key, reference))),
  );
}

/**
 * The usagers that a reference parameter names. Whatever refers to a Patient is that usager's (see `belongingOf`),
 * so such a search starts from the usager's own rows. Undefined when the values may mean anything else.
 */
export function usagersNamed(
  definition: SearchParameterDefinition,
  modifier: string | undefined,
  values: readonly string[],
): string[] | undefined {
  if (modifier === 'identifier' || modifier === 'missing') return undefined;
  const meant = values.map(unescaped).flatMap(value => referencesMeant(definition, modifier, value));
  const usagers = meant.map(reference => /^Patient\/([^/]+)$/.exec(reference)?.[1]);
  return usagers.every(usager => usager !== undefined) ? usagers : undefined;
}
