import { compare, distinct, equals, identity } from './comparison.ts';
import type { Context } from './evaluation.ts';
import { FhirPathError } from './lexer.ts';
import { booleans, type Collection, empty, type Node, strings, system } from './node.ts';

export type Operator = (left: Collection, right: Collection, context: Context) => Collection;

/** Operators on two evaluated sides; the logical ones, which may not ask their right side, are elsewhere. */
export const operators: Readonly<Record<string, Operator>> = {
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

/** Equality of collections in order; undefined when a side is empty or precision does not tell. */
export function equalCollections(left: Collection, right: Collection): boolean | undefined {
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
  const rest = right.map(folded);
  return left.every(node => {
    const at = rest.indexOf(folded(node));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

function folded(node: Node): unknown {
  if (typeof node.value !== 'string') return identity(node);
  return node.value.toLowerCase().replace(/\s+/g, ' ').trim();
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
  if (left.length > 1) throw new FhirPathError('A single value was expected');
  return right.some(node => equals(left[0]!, node) === true);
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
    if (value === undefined) return empty;
    return [{ value, shape: Number.isInteger(value) ? system.Integer : system.Decimal }];
  };
}
