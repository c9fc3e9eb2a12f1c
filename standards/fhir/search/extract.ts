import type { Context } from '../fhirpath/evaluation.ts';
import { type Node, resourceNode } from '../fhirpath/node.ts';
import type { Resource } from '../resource.ts';
import type { SearchValue } from '../search-value.ts';
import { type SearchParameterDefinition, searchParameters } from './parameters.ts';
import { addExpression, emptyTree, type PathTree, walkTree } from './path-tree.ts';
import { type Convert, converters } from './values.ts';

/** Makes the values of one parameter from a node that its expression finds. */
type Emit = (node: Node, context: Context, into: SearchValue[]) => void;

/** Columns of their own in the store. */
const columns = new Set(['_id', '_lastUpdated']);
const trees = new Map<string, PathTree<Emit>>();

/**
 * What a resource says for each base search parameter of its type (R4 3.1.1.4). A missing element gives no value,
 * `near` (special) gives none; `_id` and `_lastUpdated` are left to the store. Never throws on a valid resource.
 */
export function extract(resource: Resource): SearchValue[] {
  const node = resourceNode(resource);
  const focus = [node];
  const context: Context = { resource: node, rootResource: node, context: focus };
  const values: SearchValue[] = [];
  walkTree(treeOf(resource.resourceType), focus, context, (emit, each) => emit(each, context, values));
  return values;
}

function treeOf(type: string): PathTree<Emit> {
  const known = trees.get(type);
  if (known) return known;
  const tree = emptyTree<Emit>();
  for (const definition of searchParameters(type)) {
    if (columns.has(definition.code) || definition.type === 'special') continue;
    addExpression(
      tree,
      definition.expression,
      definition.components ? composite(definition) : plain(definition),
    );
  }
  if (tree.branches.length > 0) trees.set(type, tree);
  return tree;
}

function converterOf({ type }: SearchParameterDefinition): Convert {
  return converters[type as keyof typeof converters];
}

function plain(definition: SearchParameterDefinition): Emit {
  const { code } = definition;
  const convert = converterOf(definition);
  return (node, _, into) => convert(node, code, into);
}

interface Part {
  code: string;
  convert: Convert;
  tree: PathTree<Node[]>;
  found: Node[];
}

/** A value for each element that has all components, so that `code` and `value` of different ones never meet. */
function composite({ code: param, components }: SearchParameterDefinition): Emit {
  const parts = components!.map(({ definition, expression }): Part => {
    const tree = emptyTree<Node[]>();
    const found: Node[] = [];
    addExpression(tree, expression, found);
    return { code: definition.code, convert: converterOf(definition), tree, found };
  });
  // Values are missing more often than codes, so they are looked for first.
  const order = parts.toReversed();
  return (node, context, into) => {
    const focus = [node];
    if (!order.every(part => hasPart(part, focus, context))) return;
    const values = parts.map(convertAll);
    if (values.every(each => each.length > 0)) into.push({ kind: 'composite', param, components: values });
  };
}

function hasPart({ tree, found }: Part, focus: Node[], context: Context): boolean {
  found.length = 0;
  walkTree(tree, focus, context, (into, each) => into.push(each));
  return found.length > 0;
}

function convertAll({ code, convert, found }: Part): SearchValue[] {
  const values: SearchValue[] = [];
  for (const node of found) convert(node, code, values);
  found.length = 0;
  return values;
}
