import { type CompartmentPart, compartmentParts } from '@continuum/standards-fhir';
import { keyOf, tokenText } from '../index-values.ts';
import { badValue, notSupported, SearchProblem } from './problem.ts';
import { anyOf, hasAny, type Scope } from './scope.ts';

/** Whose compartment a search is in: `GET /Patient/1/Observation` (R4 3.1.1.1, CompartmentDefinition). */
export interface Compartment {
  type: string;
  id: string;
}

const plainId = /^[A-Za-z0-9.-]{1,64}$/;

function partsOf({ type, id }: Compartment): ReadonlyMap<string, CompartmentPart> {
  const parts = compartmentParts(type);
  if (!parts)
    throw notSupported(
      type,
      `${type} has no compartment; those of R4 are Patient, Encounter, Practitioner, RelatedPerson and Device.`,
    );
  if (!plainId.test(id)) throw badValue(type, id, 'the id of a resource');
  return parts;
}

/** The types of the compartment that are searched: of those asked, or all. Throws `SearchProblem`. */
export function compartmentTypes(compartment: Compartment, asked: readonly string[]): string[] {
  const parts = partsOf(compartment);
  if (asked.length === 0) return [...parts.keys()].sort();
  const outside = asked.filter(type => !parts.has(type));
  if (outside.length === asked.length)
    throw new SearchProblem(
      'not-supported',
      compartment.type,
      `${outside.join(', ')}: not in the compartment of a ${compartment.type} (R4 CompartmentDefinition).`,
    );
  return asked.filter(type => parts.has(type));
}

/** SQL: a row of the scope's types that is in the compartment. */
export function inCompartment(scope: Scope, compartment: Compartment): string {
  const { type, id } = compartment;
  const parts = partsOf(compartment);
  const texts = scope.types.flatMap(source =>
    (parts.get(source)?.codes ?? []).map(code => tokenText.reference(keyOf(source, code), `${type}/${id}`)),
  );
  const self = scope.types.some(source => parts.get(source)?.self)
    ? [`(${scope.alias}.type = '${type}' AND ${scope.alias}.id = ${scope.s.param(id, 'text')})`]
    : [];
  return anyOf([...(texts.length > 0 ? [hasAny(scope, texts)] : []), ...self]);
}
