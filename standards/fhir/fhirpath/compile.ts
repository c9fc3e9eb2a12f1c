import type { Shape } from '../definition/shape.ts';
import { type Build, type Compiler, type Condition, type Evaluate, truth } from './evaluation.ts';
import { functions, typeArgument } from './functions.ts';
import { FhirPathError } from './lexer.ts';
import {
  booleans,
  type Collection,
  empty,
  hasChild,
  integers,
  type Node,
  navigate,
  navigateTyped,
  strings,
  system,
} from './node.ts';
import { operators } from './operators.ts';
import { type Expression, parse } from './parser.ts';
import { referencedType } from './resolve.ts';
import { typeTest } from './type-test.ts';

const cache = new Map<string, Evaluate>();

/** Compiles an expression once. Throws FhirPathError on a syntax error or a function that is not known. */
export function compile(expression: string): Evaluate {
  const known = cache.get(expression);
  if (known) return known;
  const evaluate = compileExpression(parse(expression));
  cache.set(expression, evaluate);
  return evaluate;
}

/** Compiles what was parsed, and keeps nothing of it: for expressions that callers send. */
export const compileParsed = (expression: Expression): Evaluate => compileExpression(expression);

/** Compiles an expression of which only the truth is asked, which costs less. */
export function compileCondition(expression: string): Condition {
  return conditionOf(parse(expression));
}

/** One step of a path (`.code`, `.where(…)`), applied to what the step before it found. */
export interface Step {
  /** The same for equal steps. */
  key: string;
  /** What is applied: a path from `$this`. */
  expression: Expression;
  apply: Evaluate;
}

/**
 * Compiles each branch of `a | b` by itself, for those to whom a value found twice is no matter, and each branch
 * step by step, so that paths may share their beginnings. No step finds anything in nothing.
 */
export function compileSteps(expression: string): Step[][] {
  return branches(parse(expression)).map(each => stepsOf(each).map(compileStep));
}

/** The steps of a path; an expression that is no path is one step. */
function stepsOf(expression: Expression): Expression[] {
  if (expression.kind !== 'member' && !isStepCall(expression)) return [expression];
  const { target } = expression;
  if (!target) return [expression];
  if (isTypedMember(expression) && target.kind === 'member') {
    const before = target.target ? stepsOf(target.target) : [];
    return [...before, { ...expression, target: { ...target, target: focus } }];
  }
  return [...stepsOf(target), { ...expression, target: focus }];
}

const focus: Expression = { kind: 'special', name: 'this' };

/** `value.ofType(Quantity)` is one step. */
function isTypedMember(expression: Expression): boolean {
  if (expression.kind !== 'call' || expression.name !== 'ofType') return false;
  return expression.target?.kind === 'member' && !/^[A-Z]/.test(expression.target.name);
}

function isStepCall(expression: Expression): expression is Expression & { kind: 'call' } {
  return expression.kind === 'call' && (expression.name === 'where' || expression.name === 'ofType');
}

function compileStep(expression: Expression): Step {
  return { key: JSON.stringify(expression), expression, apply: compileExpression(expression) };
}

function branches(expression: Expression): Expression[] {
  if (expression.kind !== 'binary' || expression.operator !== '|') return [expression];
  return [...branches(expression.left), ...branches(expression.right)];
}

const compiler: Compiler = { expression: compileExpression, condition: conditionOf };

function compileExpression(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal':
      return constant([{ value: expression.value, shape: system[expression.type] }]);
    case 'quantity':
      return constant([
        { value: { value: expression.value, unit: expression.unit }, shape: system.Quantity },
      ]);
    case 'empty':
      return constant(empty);
    case 'variable':
      return variable(expression.name);
    case 'special':
      return special(expression.name);
    case 'member':
      return member(expression.target, expression.name);
    case 'call':
      return call(expression);
    case 'index':
      return index(compileExpression(expression.target), compileExpression(expression.index));
    case 'negative':
      return negative(compileExpression(expression.operand));
    case 'type':
      return typeOperator(expression.operator, compileExpression(expression.target), expression.type);
    case 'binary':
      return binary(expression);
  }
}

function constant(value: Collection): Evaluate {
  return () => value;
}

const terminologies: Record<string, string> = {
  ucum: 'http://unitsofmeasure.org',
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
};

function variable(name: string): Evaluate {
  if (name === 'resource') return (_, { resource }) => [resource];
  if (name === 'rootResource') return (_, { rootResource }) => [rootResource];
  if (name === 'context') return (_, { context }) => context;
  if (Object.hasOwn(terminologies, name)) return constant(strings(terminologies[name]));
  if (name.startsWith('vs-')) return constant(strings(`http://hl7.org/fhir/ValueSet/${name.slice(3)}`));
  if (name.startsWith('ext-'))
    return constant(strings(`http://hl7.org/fhir/StructureDefinition/${name.slice(4)}`));
  throw new FhirPathError(`The variable %${name} is not known`);
}

function special(name: string): Evaluate {
  if (name === 'this') return focus => focus;
  if (name === 'index') return (_, context) => integers(context.index);
  if (name === 'total') return (_, context) => context.total ?? empty;
  throw new FhirPathError(`$${name} is not known`);
}

function member(target: Expression | undefined, name: string): Evaluate {
  if (!target) return /^[A-Z]/.test(name) ? typeOrNothing(name) : focus => childrenOf(focus, name);
  const source = compileExpression(target);
  const children: Evaluate = (focus, context) => childrenOf(source(focus, context), name);
  return isOfResource(target) ? remembered(children) : children;
}

/** `%resource.snapshot.element` is the same whatever the focus, and may be asked of each of many elements. */
function isOfResource(expression: Expression): boolean {
  if (expression.kind === 'variable') return expression.name === 'resource';
  return expression.kind === 'member' && expression.target !== undefined && isOfResource(expression.target);
}

function remembered(evaluate: Evaluate): Evaluate {
  const results = new WeakMap<Node, Collection>();
  return (focus, context) => {
    const known = results.get(context.resource);
    if (known) return known;
    const result = evaluate(focus, context);
    results.set(context.resource, result);
    return result;
  };
}

function childrenOf(nodes: Collection, name: string): Collection {
  if (nodes.length === 0) return empty;
  const found: Node[] = [];
  for (let at = 0; at < nodes.length; at++) navigate(nodes[at]!, name, found);
  return found;
}

/** A path may begin with the type of its focus: `Patient.name`. */
function typeOrNothing(name: string): Evaluate {
  const test = typeTest(name);
  return focus => (focus.length === 1 && test(focus[0]!) ? focus : focus.filter(test));
}

function call({ target, name, args }: Expression & { kind: 'call' }): Evaluate {
  const source = target ? compileExpression(target) : (focus: Collection) => focus;
  const type = name === 'where' ? resolvedType(args) : undefined;
  if (type)
    return (focus, context) => source(focus, context).filter(node => referencedType(node, context) === type);
  if (name === 'ofType' && target?.kind === 'member' && target.target) {
    return typedMember(compileExpression(target.target), target.name, typeArgument(args));
  }
  const build: Build | undefined = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!build) throw new FhirPathError(`The function ${name}() is not known`);
  return build(source, args, compiler);
}

/** `value.ofType(Quantity)` need not look for the other types of `value[x]`. */
function typedMember(source: Evaluate, name: string, type: string): Evaluate {
  const test = typeTest(type);
  const accepts = (shape: Shape) => shape.name === 'Resource' || test({ value: undefined, shape });
  return (focus, context) => {
    const nodes = source(focus, context);
    if (nodes.length === 0) return empty;
    const found: Node[] = [];
    for (const node of nodes) navigateTyped(node, name, accepts, found);
    return found.length === 0 ? empty : found.filter(test);
  };
}

/** `where(resolve() is Patient)` is asked of every reference: the reference itself tells. */
export function resolvedType([criteria]: Expression[]): string | undefined {
  if (criteria?.kind !== 'type' || criteria.operator !== 'is') return undefined;
  const { target, type } = criteria;
  return target.kind === 'call' && target.name === 'resolve' && !target.target ? type : undefined;
}

function index(source: Evaluate, at: Evaluate): Evaluate {
  return (focus, context) => {
    const position = at(focus, context)[0]?.value;
    const found = source(focus, context)[typeof position === 'number' ? position : -1];
    return found ? [found] : empty;
  };
}

function negative(operand: Evaluate): Evaluate {
  return (focus, context) => {
    const [node] = operand(focus, context);
    return typeof node?.value === 'number' ? [{ value: -node.value, shape: node.shape }] : empty;
  };
}

function typeOperator(operator: 'is' | 'as', source: Evaluate, type: string): Evaluate {
  const test = typeTest(type);
  if (operator === 'as') return (focus, context) => source(focus, context).filter(test);
  return (focus, context) => {
    const found = source(focus, context);
    return found.length === 0 ? empty : booleans(test(found[0]!));
  };
}

function binary(expression: Expression & { kind: 'binary' }): Evaluate {
  const logic = logical(expression);
  if (logic) return (focus, context) => booleans(logic(focus, context));
  const apply = operators[expression.operator];
  if (!apply) throw new FhirPathError(`The operator ${expression.operator} is not known`);
  const left = compileExpression(expression.left);
  const right = compileExpression(expression.right);
  return (focus, context) => apply(left(focus, context), right(focus, context), context);
}

/** Compiles a part of an expression of which only the truth is asked. */
export function conditionOf(expression: Expression): Condition {
  if (expression.kind === 'binary') return logical(expression) ?? truthOf(expression);
  if (expression.kind !== 'call' || !expression.target || expression.args.length > 0)
    return truthOf(expression);
  const { name, target } = expression;
  if (name === 'exists') return presence(target);
  if (name === 'empty') {
    const present = presence(target);
    return (focus, context) => !present(focus, context);
  }
  if (name !== 'not') return truthOf(expression);
  const inner = conditionOf(target);
  return (focus, context) => {
    const value = inner(focus, context);
    return value === undefined ? undefined : !value;
  };
}

function truthOf(expression: Expression): Condition {
  const evaluate = compileExpression(expression);
  return (focus, context) => truth(evaluate(focus, context));
}

function presence(target: Expression): Condition {
  if (target.kind === 'member' && !target.target && !/^[A-Z]/.test(target.name)) {
    return focus => focus.some(node => hasChild(node, target.name));
  }
  const evaluate = compileExpression(target);
  return (focus, context) => evaluate(focus, context).length > 0;
}

/** Three-valued logic; the right side is not asked when the left decides. */
function logical({ operator, left, right }: Expression & { kind: 'binary' }): Condition | undefined {
  const combine = combinations[operator];
  return combine?.(conditionOf(left), conditionOf(right));
}

const combinations: Record<string, (left: Condition, right: Condition) => Condition> = {
  and: (left, right) => (focus, context) => {
    const a = left(focus, context);
    if (a === false) return false;
    const b = right(focus, context);
    return b === false ? false : a === undefined || b === undefined ? undefined : true;
  },
  or: (left, right) => (focus, context) => {
    const a = left(focus, context);
    if (a) return true;
    const b = right(focus, context);
    return b ? true : a === undefined || b === undefined ? undefined : false;
  },
  implies: (left, right) => (focus, context) => {
    const a = left(focus, context);
    if (a === false) return true;
    const b = right(focus, context);
    return b ? true : a === undefined || b === undefined ? undefined : false;
  },
  xor: (left, right) => (focus, context) => {
    const a = left(focus, context);
    const b = right(focus, context);
    return a === undefined || b === undefined ? undefined : a !== b;
  },
};
