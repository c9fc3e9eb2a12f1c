import { FhirPathError } from './lexer.ts';
import { type Collection, type Node, yes } from './node.ts';
import type { Expression } from './parser.ts';

/** What an evaluation is about, and where its references lead. */
export interface Context {
  /** `%resource`: the resource that the focus is in. */
  resource: Node;
  /** `%rootResource`: the resource that contains that one, or itself. */
  rootResource: Node;
  /** `%context`: the node the expression was asked of. */
  context: Collection;
  /** Contained resources of the root by id, gathered when first asked for. */
  contained?: ReadonlyMap<string, Node> | undefined;
  index?: number | undefined;
  total?: Collection | undefined;
  /** Comparisons that precision or units leave open hold (for rules, which only what is surely wrong breaks). */
  benefitOfDoubt?: boolean;
}

/** A compiled expression: from the focus (`$this`) to its result. */
export type Evaluate = (focus: Collection, context: Context) => Collection;

/** A compiled expression of which only the truth is asked; undefined is nothing. */
export type Condition = (focus: Collection, context: Context) => boolean | undefined;

/** What a function needs to compile its own arguments. */
export interface Compiler {
  expression: (expression: Expression) => Evaluate;
  condition: (expression: Expression) => Condition;
}

/** Makes the closure of a call: from what it is called on, with its arguments not yet compiled. */
export type Build = (source: Evaluate, args: Expression[], compiler: Compiler) => Evaluate;

/** The single boolean that a collection stands for (FHIRPath 2.0, Singleton Evaluation of Collections). */
export function truth(collection: Collection): boolean | undefined {
  if (collection === yes) return true;
  if (collection.length === 0) return undefined;
  if (collection.length > 1) throw new FhirPathError('A single value was expected');
  const { value } = collection[0]!;
  return typeof value === 'boolean' ? value : true;
}
