import { propertyShape } from '../../definition/shape.ts';
import { isObject, type Node, navigate, navigateTyped } from '../../fhirpath/node.ts';

/** The name under which FHIRPath knows an element that a profile calls `value[x]` or `valueQuantity`. */
export function elementName({ shape }: Node, name: string): string {
  const plain = name.endsWith('[x]') ? name.slice(0, -3) : name;
  return shape.elements.has(plain) ? plain : (shape.properties.get(plain)?.element.name ?? plain);
}

/** Does the element repeat? Then its places have an index. */
export function repeats(node: Node, name: string): boolean {
  return (node.shape.elements.get(elementName(node, name))?.max ?? 1) > 1;
}

/** The children that a profile speaks of; `valueQuantity` is `value[x]` where it is a Quantity. */
export function childrenOf(node: Node, name: string): Node[] {
  const found: Node[] = [];
  const plain = elementName(node, name);
  if (plain === name || name.endsWith('[x]')) navigate(node, plain, found);
  else {
    const property = node.shape.properties.get(name);
    if (property && isObject(node.value))
      navigateTyped(node, plain, shape => shape === propertyShape(property), found);
  }
  return found;
}
