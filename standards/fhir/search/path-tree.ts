import { compileSteps, type Step } from '../fhirpath/compile.ts';
import type { Context } from '../fhirpath/evaluation.ts';
import { FhirPathError } from '../fhirpath/lexer.ts';
import type { Collection, Node } from '../fhirpath/node.ts';

/**
 * The paths of many expressions as one tree: what they have in common (`Observation.component`) is walked once,
 * and where an element is missing everything below it is skipped.
 */
export interface PathTree<T> {
  branches: Branch<T>[];
}

export interface Branch<T> extends PathTree<T> {
  step: Step;
  /** What is to be done with each node found here. */
  leaves: T[];
}

export function emptyTree<T>(): PathTree<T> {
  return { branches: [] };
}

/** Adds every branch of an expression (`a | b`), with what is to be done with its nodes. */
export function addExpression<T>(tree: PathTree<T>, expression: string, leaf: T): void {
  for (const steps of compileSteps(expression)) {
    let at: PathTree<T> | Branch<T> = tree;
    for (const step of steps) at = descend(at, step);
    (at as Branch<T>).leaves.push(leaf);
  }
}

function descend<T>(tree: PathTree<T>, step: Step): Branch<T> {
  const known = tree.branches.find(each => each.step.key === step.key);
  if (known) return known;
  const branch = { step, branches: [], leaves: [] };
  tree.branches.push(branch);
  return branch;
}

/** Walks the tree from a focus, and does with each node found what its leaves say. */
export function walkTree<T>(
  { branches }: PathTree<T>,
  focus: Collection,
  context: Context,
  visit: (leaf: T, node: Node) => void,
): void {
  for (const branch of branches) {
    const found = attempt(branch.step, focus, context);
    if (found.length === 0) continue;
    for (const leaf of branch.leaves) for (const node of found) visit(leaf, node);
    if (branch.branches.length > 0) walkTree(branch, found, context, visit);
  }
}

const nothing: Collection = [];

/** Elements that are not as their definition says (only possible in what was never validated) give no value. */
function attempt({ apply }: Step, focus: Collection, context: Context): Collection {
  try {
    return apply(focus, context);
  } catch (error) {
    if (error instanceof FhirPathError) return nothing;
    throw error;
  }
}
