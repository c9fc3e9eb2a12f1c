import type { Context } from '../fhirpath/evaluation.ts';
import type { Node } from '../fhirpath/node.ts';
import type { SearchValue } from '../search-value.ts';
import type { SearchParameterDefinition } from './parameters.ts';
import { addExpression, emptyTree, type PathTree, walkTree } from './path-tree.ts';
import { type Convert, converters } from './values.ts';

/** What is done with each node that the expression of a parameter finds. */
export interface Leaf {
  param: string;
  convert: Convert;
  /** Of a composite, in its place. */
  parts?: Part[];
}

/** A component of a composite: its paths from the composite's element. */
export interface Part {
  tree: PathTree<Leaf>;
}

/** The paths of parameters as one tree. */
export function treeOf(definitions: readonly SearchParameterDefinition[]): PathTree<Leaf> {
  const tree = emptyTree<Leaf>();
  for (const each of definitions) addExpression(tree, each.expression, leafOf(each));
  return tree;
}

function leafOf({ code: param, type, components }: SearchParameterDefinition): Leaf {
  const convert = converters[type as keyof typeof converters];
  if (!components) return { param, convert };
  const parts = components.map(({ definition, expression }): Part => {
    const tree = emptyTree<Leaf>();
    addExpression(tree, expression, leafOf(definition));
    return { tree };
  });
  return { param, convert, parts };
}

/** Walks a tree from a node, and adds the values of what is found. */
export function walk(tree: PathTree<Leaf>, node: Node, context: Context, into: SearchValue[]): void {
  walkTree(tree, [node], context, (leaf, found) => emit(leaf, found, context, into));
}

function emit({ param, convert, parts }: Leaf, node: Node, context: Context, into: SearchValue[]): void {
  if (!parts) convert(node, param, into);
  else emitComposite(param, parts, node, context, into);
}

/** A value for each element that has all components, so that `code` and `value` of different ones never meet. */
function emitComposite(param: string, parts: Part[], node: Node, context: Context, into: SearchValue[]) {
  const components: SearchValue[][] = [];
  for (const { tree } of parts) {
    const found: SearchValue[] = [];
    walk(tree, node, context, found);
    if (found.length === 0) return;
    components.push(found);
  }
  into.push({ kind: 'composite', param, components });
}
