import { isResourceType, shapeOf } from '../definition/shape.ts';
import { parseReference } from '../reference.ts';
import type { Context } from './evaluation.ts';
import { isObject, type Node, resourceNode } from './node.ts';

/**
 * What `resolve()` finds without reading anything: the contained resource itself, otherwise a resource of the
 * type that the reference names, with nothing in it but that type. Undefined where the type is not told.
 */
export function resolveReference(node: Node, context: Context): Node | undefined {
  const contained = containedTarget(node.value, context);
  if (contained) return contained;
  const type = referencedType(node, context);
  return type ? { value: { resourceType: type }, shape: shapeOf(type)! } : undefined;
}

/** The type that `resolve()` would find, without making anything. */
export function referencedType({ value }: Node, context: Context): string | undefined {
  const reference = isObject(value) ? value.reference : value;
  if (typeof reference !== 'string') return declaredType(value);
  if (reference.startsWith('#')) return containedTarget(value, context)?.shape.name;
  return parseReference(reference)?.type ?? declaredType(value);
}

function declaredType(value: unknown): string | undefined {
  const type = isObject(value) ? value.type : undefined;
  return typeof type === 'string' && isResourceType(type) ? type : undefined;
}

function containedTarget(value: unknown, context: Context): Node | undefined {
  const reference = isObject(value) ? value.reference : value;
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  return reference === '#' ? context.rootResource : containedResources(context).get(reference.slice(1));
}

/** The contained resources by id, gathered once: many references may ask. */
export function containedResources(context: Context): ReadonlyMap<string, Node> {
  context.contained ??= gather(context.rootResource.value);
  return context.contained;
}

function gather(root: unknown): Map<string, Node> {
  const contained = isObject(root) && Array.isArray(root.contained) ? root.contained : [];
  const byId = new Map<string, Node>();
  for (const each of contained) {
    if (isObject(each) && typeof each.id === 'string' && !byId.has(each.id))
      byId.set(each.id, resourceNode(each));
  }
  return byId;
}
