import { type Property, propertyShape, type Shape } from './definition/shape.ts';
import { depthLimit, isObject, resourceShape } from './fhirpath/node.ts';
import type { Resource } from './resource.ts';

/** The Reference itself: what is set on it is set in the resource. */
export type VisitReference = (reference: { reference?: string }, path: string) => void;

/**
 * Calls `visit` with every Reference of a resource, those in contained resources, Bundle entries and extensions
 * included, and its FHIRPath. `reference.reference` may be rewritten in place.
 */
export function visitReferences(resource: Resource, visit: VisitReference): void {
  const shape = resourceShape(resource);
  walkObject(resource, shape, shape.name, visit, 0);
}

function walkObject(
  value: Record<string, unknown>,
  shape: Shape,
  path: string,
  visit: VisitReference,
  depth: number,
) {
  if (depth > depthLimit) return;
  if (shape.name === 'Reference') visit(value, path);
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (typeof child !== 'object' || child === null) continue;
    const property = shape.properties.get(key) ?? siblingProperty(shape, key);
    if (property) walkValue(child, property, key, path, visit, depth);
  }
}

/** `_birthDate` may hold extensions, and these references. */
function siblingProperty(shape: Shape, key: string): Property | undefined {
  return key.startsWith('_') ? shape.properties.get(key.slice(1)) : undefined;
}

function walkValue(
  child: object,
  property: Property,
  key: string,
  path: string,
  visit: VisitReference,
  depth: number,
) {
  const name = key.startsWith('_') ? key.slice(1) : key;
  const here = property.element.choice ? property.element.name : name;
  if (!Array.isArray(child)) return walkChild(child, property, `${path}.${here}`, visit, depth);
  child.forEach((item, at) => {
    walkChild(item, property, `${path}.${here}[${at}]`, visit, depth);
  });
}

function walkChild(value: unknown, property: Property, path: string, visit: VisitReference, depth: number) {
  if (!isObject(value)) return;
  const declared = propertyShape(property);
  walkObject(value, declared.name === 'Resource' ? resourceShape(value) : declared, path, visit, depth + 1);
}
