import { isResourceType, shapeOf } from '../definition/shape.ts';
import { parseReference } from '../reference.ts';
import type { Context } from './evaluation.ts';
import { isObject, type Node, resourceNode } from './node.ts';

/**
 * What `resolve()` finds without reading anything: the contained resource itself, otherwise a resource of the
 * type that the reference names, with nothing in it but that type. Undefined where the type is not told.
 */
export function resolveReference({ value }: Node, context: Context): Node | undefined {
  const reference = isObject(value) ? value.reference : value;
  if (typeof reference === 'string' && reference.startsWith('#'))
    return containedResource(reference.slice(1), context);
  const type = (typeof reference === 'string' && parseReference(reference)?.type) || declaredType(value);
  return type ? { value: { resourceType: type }, shape: shapeOf(type)! } : undefined;
}

function declaredType(value: unknown): string | undefined {
  const type = isObject(value) ? value.type : undefined;
  return typeof type === 'string' && isResourceType(type) ? type : undefined;
}

function containedResource(id: string, { rootResource }: Context): Node | undefined {
  if (id === '') return rootResource;
  const contained = isObject(rootResource.value) ? rootResource.value.contained : undefined;
  const found = Array.isArray(contained) && contained.find(each => isObject(each) && each.id === id);
  return found ? resourceNode(found) : undefined;
}

/** The type that `resolve()` would find, without making anything. */
export function referencedType({ value }: Node, context: Context): string | undefined {
  const reference = isObject(value) ? value.reference : value;
  if (typeof reference !== 'string') return declaredType(value);
  if (reference.startsWith('#')) return containedResource(reference.slice(1), context)?.shape.name;
  return parseReference(reference)?.type ?? declaredType(value);
}
