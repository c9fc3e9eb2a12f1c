import { shapeOf } from '../definition/shape.ts';
import { FhirPathError } from '../fhirpath/lexer.ts';
import { type Node, resourceNode } from '../fhirpath/node.ts';
import { referencedType } from '../fhirpath/resolve.ts';
import { isId } from '../reference.ts';
import type { Resource } from '../resource.ts';
import type { SearchValue } from '../search-value.ts';
import { conditionCode } from '../validation/quick/condition-code.ts';
import { type Constants, Unsupported } from '../validation/quick/focus.ts';
import { ask, contextOf, type Scene, sceneOf } from '../validation/quick/scene.ts';
import { type Leaf, treeOf, walk } from './leaf.ts';
import { searchParameters } from './parameters.ts';
import type { Branch, PathTree } from './path-tree.ts';
import { treeCode } from './program.ts';

/** Columns of their own in the store. */
const columns = new Set(['_id', '_lastUpdated']);

interface Extractor {
  tree: PathTree<Leaf>;
  /** Straight code for the tree; undefined where text may not become code. */
  run: ((resource: Resource, scene: Scene, into: SearchValue[]) => void) | undefined;
}

const extractors = new Map<string, Extractor>();

/**
 * What a resource says for each base search parameter of its type (R4 3.1.1.4). A missing element gives no value,
 * `near` (special) gives none; `_id` and `_lastUpdated` are left to the store. Never throws on a valid resource.
 */
export function extract(resource: Resource): SearchValue[] {
  const extractor = extractorOf(resource.resourceType);
  if (!extractor) return [];
  const scene = sceneOf(resource);
  try {
    const values: SearchValue[] = [];
    extractor.run!(resource, scene, values);
    return values;
  } catch {
    // What was never validated may have a text where a list is due: then each step is taken with care.
    return extractWithCare(resource);
  }
}

/** The same, step by step. */
export function extractWithCare(resource: Resource): SearchValue[] {
  const extractor = extractorOf(resource.resourceType);
  const values: SearchValue[] = [];
  if (extractor) walk(extractor.tree, resourceNode(resource), contextOf(sceneOf(resource)), values);
  return values;
}

function extractorOf(type: string): Extractor | undefined {
  const known = extractors.get(type);
  if (known) return known;
  const definitions = searchParameters(type).filter(
    each => !columns.has(each.code) && each.type !== 'special',
  );
  if (definitions.length === 0) return undefined;
  const tree = treeOf(definitions);
  const made = { tree, run: compiled(type, tree) };
  extractors.set(type, made);
  return made;
}

function compiled(type: string, tree: PathTree<Leaf>): Extractor['run'] {
  const constants: Constants = { values: [], next: 0, condition: conditionCode };
  const body = treeCode(tree, { code: 'v', shape: shapeOf(type)! }, 'into', constants);
  const names = constants.values.map((_, at) => `const k${at} = k[${at}];`).join('\n');
  const program = `'use strict';\nconst { ${Object.keys(runtime).join(', ')} } = runtime;\n${names}\nreturn function extract(v, c, into) {\n${body}\n};`;
  try {
    return new Function('runtime', 'k', program)(runtime, constants.values) as Extractor['run'];
  } catch {
    return undefined;
  }
}

/** What generated text may call. */
const runtime = { ask, generally, refersTo, once, many, leave };

function generally(branch: Branch<Leaf>, at: Node, value: unknown, scene: Scene, into: SearchValue[]) {
  walk({ branches: [branch] }, { ...at, value }, contextOf(scene), into);
}

function refersTo(value: Record<string, unknown>, type: string, scene: Scene): boolean {
  const { reference } = value;
  if (typeof reference === 'string' && reference.startsWith(type)) {
    if (reference.charCodeAt(type.length) === 47 && isId(reference, type.length + 1)) return true;
  }
  return referencedType({ value, shape: shapeOf('Reference')! }, contextOf(scene)) === type;
}

function once(value: unknown): unknown {
  if (Array.isArray(value)) throw new FhirPathError('A list where one is due');
  return value;
}

function many(value: unknown): number {
  if (!Array.isArray(value)) throw new FhirPathError('One where a list is due');
  return value.length;
}

function leave(): never {
  throw new Unsupported();
}
