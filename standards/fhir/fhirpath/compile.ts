import { compare, equals, identity } from './comparison.ts';
import { functions } from './functions.ts';
import { FhirPathError } from './lexer.ts';
import {
  booleans,
  type Collection,
  empty,
  integers,
  type Node,
  navigate,
  no,
  strings,
  system,
  yes,
} from './node.ts';
import { type Expression, parse } from './parser.ts';
import { typeTest } from './type-test.ts';

/** What an evaluation is about, and where its references lead. */
export interface Context {
  /** `%resource`: the resource that the focus is in. */
  resource: Node;
  /** `%rootResource`: the resource that contains that one, or itself. */
  rootResource: Node;
  /** `%context`: the node the expression was asked of. */
  context: Collection;
  index?: number;
  total?: Collection;
  /** Comparisons that precision or units leave open hold (for rules, which only what is surely wrong breaks). */
  benefitOfDoubt?: boolean;
}

/** A compiled expression: from the focus (`$this`) to its result. */
export type Evaluate = (focus: Collection, context: Context) => Collection;

const cache = new Map<string, Evaluate>();

/** Compiles an expression once. Throws FhirPathError on a syntax error or a function that is not known. */
export function compile(expression: string): Evaluate {
  const known = cache.get(expression);
  if (known) return known;
  const evaluate = compileExpression(parse(expression));
  cache.set(expression, evaluate);
  return evaluate;
}

/** The single boolean that a collection stands for (FHIRPath 2.0, Singleton Evaluation of Collections). */
export function truth(collection: Collection): boolean | undefined {
  if (collection === yes) return true;
  if (collection.length === 0) return undefined;
  if (collection.length > 1) throw new FhirPathError('A single value was expected');
  const { value } = collection[0]!;
  return typeof value === 'boolean' ? value : true;
}

export function compileExpression(expression: Expression): Evaluate {
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
      return binary(
        expression.operator,
        compileExpression(expression.left),
        compileExpression(expression.right),
      );
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
  if (!target) return /^[A-Z]/.test(name) ? typeOrChildren(name) : focus => childrenOf(focus, name);
  const source = compileExpression(target);
  return (focus, context) => childrenOf(source(focus, context), name);
}

function childrenOf(nodes: Collection, name: string): Collection {
  if (nodes.length === 0) return empty;
  const found: Node[] = [];
  for (let at = 0; at < nodes.length; at++) navigate(nodes[at]!, name, found);
  return found;
}

/** A path may begin with the type of its focus: `Patient.name`. */
function typeOrChildren(name: string): Evaluate {
  return focus => focus.filter(node => node.shape.lineage.includes(name));
}

function call({ target, name, args }: Expression & { kind: 'call' }): Evaluate {
  const source = target ? compileExpression(target) : (focus: Collection) => focus;
  const build = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!build) throw new FhirPathError(`The function ${name}() is not known`);
  return build(source, args);
}

function index(source: Evaluate, at: Evaluate): Evaluate {
  return (focus, context) => {
    const position = at(focus, context)[0]?.value;
    const found = source(focus, context)[typeof position === 'number' ? position : -1];
    return found ? [found] : empty;
  };
}

function negative(operand: Evaluate): Evaluate {
  return (focus, context) =>
    operand(focus, context).map(({ value, shape }) => ({ value: -(value as number), shape }));
}

function typeOperator(operator: 'is' | 'as', source: Evaluate, type: string): Evaluate {
  const test = typeTest(type);
  if (operator === 'as') return (focus, context) => source(focus, context).filter(test);
  return (focus, context) => {
    const found = source(focus, context);
    return found.length === 0 ? empty : booleans(test(found[0]!));
  };
}

type Operator = (left: Collection, right: Collection, context: Context) => Collection;

function binary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  const logic = logical(operator, left, right);
  if (logic) return logic;
  const apply = operators[operator];
  if (!apply) throw new FhirPathError(`The operator ${operator} is not known`);
  return (focus, context) => apply(left(focus, context), right(focus, context), context);
}

/** Three-valued logic; the right side is not asked when the left decides. */
function logical(operator: string, left: Evaluate, right: Evaluate): Evaluate | undefined {
  switch (operator) {
    case 'and':
      return (focus, context) => {
        const a = truth(left(focus, context));
        if (a === false) return no;
        const b = truth(right(focus, context));
        return b === false ? no : a === undefined || b === undefined ? empty : yes;
      };
    case 'or':
      return (focus, context) => {
        const a = truth(left(focus, context));
        if (a) return yes;
        const b = truth(right(focus, context));
        return b ? yes : a === undefined || b === undefined ? empty : no;
      };
    case 'implies':
      return (focus, context) => {
        const a = truth(left(focus, context));
        if (a === false) return yes;
        const b = truth(right(focus, context));
        return b ? yes : a === undefined || b === undefined ? empty : no;
      };
    case 'xor':
      return (focus, context) => {
        const a = truth(left(focus, context));
        const b = truth(right(focus, context));
        return a === undefined || b === undefined ? empty : booleans(a !== b);
      };
  }
}

const operators: Record<string, Operator> = {
  '=': (left, right) => booleans(equalCollections(left, right)),
  '!=': (left, right) => {
    const equal = equalCollections(left, right);
    return booleans(equal === undefined ? undefined : !equal);
  },
  '~': (left, right) => booleans(equivalent(left, right)),
  '!~': (left, right) => booleans(!equivalent(left, right)),
  '<': ordered(order => order < 0),
  '>': ordered(order => order > 0),
  '<=': ordered(order => order <= 0),
  '>=': ordered(order => order >= 0),
  '|': (left, right) => distinct([...left, ...right]),
  in: (left, right) => (left.length === 0 ? empty : booleans(isMember(left, right))),
  contains: (left, right) => (right.length === 0 ? empty : booleans(isMember(right, left))),
  '&': (left, right) => strings(text(left) + text(right)),
  '+': (left, right) => {
    if (left.length === 0 || right.length === 0) return empty;
    if (typeof left[0]!.value === 'string') return strings(text(left) + text(right));
    return arithmetic((a, b) => a + b)(left, right);
  },
  '-': arithmetic((a, b) => a - b),
  '*': arithmetic((a, b) => a * b),
  '/': arithmetic((a, b) => (b === 0 ? undefined : a / b)),
  div: arithmetic((a, b) => (b === 0 ? undefined : Math.trunc(a / b))),
  mod: arithmetic((a, b) => (b === 0 ? undefined : a % b)),
};

function equalCollections(left: Collection, right: Collection): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.length !== right.length) return false;
  let result: boolean | undefined = true;
  for (let at = 0; at < left.length; at++) {
    const equal = equals(left[at]!, right[at]!);
    if (equal === false) return false;
    if (equal === undefined) result = undefined;
  }
  return result;
}

function equivalent(left: Collection, right: Collection): boolean {
  if (left.length !== right.length) return false;
  const fold = (node: Node) =>
    typeof node.value === 'string' ? node.value.toLowerCase().replace(/\s+/g, ' ').trim() : identity(node);
  const rest = right.map(fold);
  return left.every(node => {
    const at = rest.indexOf(fold(node));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

function ordered(holds: (order: number) => boolean): Operator {
  return (left, right, { benefitOfDoubt }) => {
    if (left.length === 0 || right.length === 0) return empty;
    if (left.length > 1 || right.length > 1) throw new FhirPathError('A single value was expected');
    const order = compare(left[0]!, right[0]!);
    return order === undefined ? booleans(benefitOfDoubt || undefined) : booleans(holds(order));
  };
}

function isMember(left: Collection, right: Collection): boolean {
  return left.length === 1 && right.some(node => equals(left[0]!, node) === true);
}

function text(collection: Collection): string {
  return collection.length === 0 ? '' : String(collection[0]!.value ?? '');
}

function arithmetic(apply: (left: number, right: number) => number | undefined) {
  return (left: Collection, right: Collection): Collection => {
    const a = left[0]?.value;
    const b = right[0]?.value;
    if (typeof a !== 'number' || typeof b !== 'number') return empty;
    const value = apply(a, b);
    return value === undefined
      ? empty
      : [{ value, shape: Number.isInteger(value) ? system.Integer : system.Decimal }];
  };
}

/** Each node once. */
export function distinct(collection: Collection): Collection {
  if (collection.length < 2) return collection;
  const seen = new Map<unknown, Node>();
  for (const node of collection) {
    const key = identity(node);
    if (!seen.has(key)) seen.set(key, node);
  }
  return [...seen.values()];
}
