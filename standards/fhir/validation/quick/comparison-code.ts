import { familyOf } from '../../fhirpath/comparison.ts';
import type { Expression } from '../../fhirpath/parser.ts';
import { type ConditionCode, type Constants, constant, type Focus, Unsupported } from './focus.ts';
import { anything, both, not, someCode } from './path-code.ts';
import { single } from './single-code.ts';

/** `kind = 'instance'`: a text, a number or a boolean against a literal; nothing where the element is absent. */
export function equalityCode(
  left: Expression,
  right: Expression,
  focus: Focus,
  constants: Constants,
): ConditionCode {
  const numbers = countsCode(left, focus, constants);
  if (numbers !== undefined) {
    const equal = `${numbers} === ${numberOf(right)}`;
    return { yes: equal, no: not(equal) };
  }
  const literal = literalOf(right);
  const value = single(left, focus, constants);
  if (familyOf({ value: undefined, shape: value.shape }) === 'Date') throw new Unsupported();
  const there = `(${value.code} !== undefined || ${value.sibling ?? 'undefined'} !== undefined)`;
  return { yes: `${value.code} === ${literal}`, no: both(there, `${value.code} !== ${literal}`) };
}

function literalOf(expression: Expression): string {
  if (expression.kind === 'literal' && ['String', 'Boolean', 'Integer', 'Decimal'].includes(expression.type))
    return JSON.stringify(expression.value);
  if (expression.kind === 'variable' && expression.name === 'ucum') return '"http://unitsofmeasure.org"';
  throw new Unsupported();
}

function numberOf(expression: Expression): string {
  if (expression.kind !== 'literal' || typeof expression.value !== 'number') throw new Unsupported();
  return String(expression.value);
}

const operators = new Set(['<', '<=', '>', '>=']);

/** An order: of a number of items, of a number, or of two values of the same kind. */
export function comparisonCode(
  operator: string,
  left: Expression,
  right: Expression,
  focus: Focus,
  constants: Constants,
): ConditionCode {
  if (!operators.has(operator)) throw new Unsupported();
  const numbers = countsCode(left, focus, constants);
  if (numbers !== undefined) {
    const holds = `${numbers} ${operator} ${numberOf(right)}`;
    return { yes: holds, no: not(holds) };
  }
  if (right.kind === 'literal') {
    const { code, shape } = single(left, focus, constants);
    if (familyOf({ value: undefined, shape }) !== 'Number') throw new Unsupported();
    const holds = `${code} ${operator} ${numberOf(right)}`;
    return { yes: `(${code} !== undefined && ${holds})`, no: `(${code} !== undefined && !(${holds}))` };
  }
  return datesCode(operator, single(left, focus, constants), single(right, focus, constants), constants);
}

/** Two dates; what precision leaves open holds (see `checkInvariants`). */
function datesCode(operator: string, left: Focus, right: Focus, constants: Constants): ConditionCode {
  for (const { shape } of [left, right])
    if (familyOf({ value: undefined, shape }) !== 'Date') throw new Unsupported();
  const shapes = `${constant(constants, left.shape)}, ${constant(constants, right.shape)}`;
  const there = `${left.code} !== undefined && ${right.code} !== undefined`;
  const order = `order(${left.code}, ${right.code}, ${shapes})`;
  // NaN is an order left open: every comparison with it is false, so the opposite is what is asked.
  return {
    yes: `(${there} && !(${order} ${opposite[operator]} 0))`,
    no: `(${there} && ${order} ${opposite[operator]} 0)`,
  };
}

const opposite: Record<string, string> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

/** The text of a number of items: `description.count() + software.count()`. Undefined where it is none. */
function countsCode(expression: Expression, focus: Focus, constants: Constants): string | undefined {
  if (expression.kind === 'binary' && expression.operator === '+') {
    const left = countsCode(expression.left, focus, constants);
    const right = countsCode(expression.right, focus, constants);
    return left === undefined || right === undefined ? undefined : `(${left} + ${right})`;
  }
  if (expression.kind !== 'call' || expression.name !== 'count') return undefined;
  const path = expression.target;
  if (path?.kind !== 'member' || path.target || !/^[a-z]/.test(path.name)) throw new Unsupported();
  return countCode(path, focus, constants);
}

function countCode(path: Expression & { kind: 'member' }, focus: Focus, constants: Constants): string {
  const element = focus.shape.elements.get(path.name);
  if (!element) return '0';
  if (element.max <= 1) return `(${someCode(path, focus, constants, anything)} ? 1 : 0)`;
  const [property] = element.properties;
  if (element.properties.length > 1 || property!.sibling) throw new Unsupported();
  return `(${focus.code}.${property!.key}?.length ?? 0)`;
}
