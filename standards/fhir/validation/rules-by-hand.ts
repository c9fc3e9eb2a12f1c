import type { Condition, Context } from '../fhirpath/evaluation.ts';
import { addDescendants, isObject, type Node } from '../fhirpath/node.ts';
import { containedResources } from '../fhirpath/resolve.ts';

/**
 * Rules written out because their expression cannot be taken as it is. Each gives what its text says, and is
 * asked of every reference or of every pair of resources, where the expression would cost the square of them.
 */
export const rulesByHand: Readonly<Record<string, { holds: Condition; reason: string }>> = {
  'ref-1': {
    holds: ([node], context) => isFound(node!.value, context),
    reason:
      'a reference may be logical or a display alone, and a contained resource may refer to its container by "#" (R4 2.3.0); the expression forgets both',
  },
  'dom-3': {
    holds: ([node]) => allUsed(node!),
    reason: 'the expression walks the whole resource again for each contained one; here it is walked once',
  },
};

function isFound(value: unknown, context: Context): boolean {
  const reference = isObject(value) ? value.reference : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#')) return true;
  return reference === '#' || containedResources(context).has(reference.slice(1));
}

/** Is every contained resource referred to, or does it refer to its container? */
function allUsed(node: Node): boolean {
  const contained = isObject(node.value) ? node.value.contained : undefined;
  if (!Array.isArray(contained)) return true;
  const descendants: Node[] = [];
  addDescendants(node, descendants);
  const used = new Set(descendants.map(localTarget));
  return descendants
    .filter(({ property }) => property?.element.name === 'contained')
    .every(each => isUsed(each, used) || refersToContainer(each));
}

function isUsed({ value }: Node, used: ReadonlySet<string | undefined>): boolean {
  return isObject(value) && typeof value.id === 'string' && used.has(`#${value.id}`);
}

function refersToContainer(node: Node): boolean {
  const descendants: Node[] = [];
  addDescendants(node, descendants);
  return descendants.some(each => localTarget(each) === '#');
}

/** The `#…` of a Reference, canonical, url or uri. */
function localTarget({ value, shape }: Node): string | undefined {
  const text = shape.name === 'Reference' && isObject(value) ? value.reference : value;
  if (typeof text !== 'string' || !text.startsWith('#')) return undefined;
  return shape.name === 'Reference' || shape.lineage.includes('uri') ? text : undefined;
}
