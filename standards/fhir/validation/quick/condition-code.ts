import { conditionOf } from '../../fhirpath/compile.ts';
import type { Expression } from '../../fhirpath/parser.ts';
import { comparisonCode, equalityCode } from './comparison-code.ts';
import { type ConditionCode, type Constants, constant, type Focus, Unsupported } from './focus.ts';
import { anything, both, either, not, someCode } from './path-code.ts';
import { single } from './single-code.ts';
import { textCode } from './text-code.ts';

type Call = Expression & { kind: 'call' };
type Binary = Expression & { kind: 'binary' };

/** The straight text of a condition; of a part that has none, a question to the evaluator. Never throws. */
export function conditionCode(expression: Expression, focus: Focus, constants: Constants): ConditionCode {
  try {
    return straight(expression, focus, constants);
  } catch (error) {
    if (error instanceof Unsupported) return asked(expression, focus, constants);
    throw error;
  }
}

/** The question put to the evaluator, which wants a node. */
function asked(expression: Expression, focus: Focus, constants: Constants): ConditionCode {
  const condition = constant(constants, conditionOf(expression));
  const { code, sibling = 'undefined' } = focus;
  const shape = constant(constants, focus.shape);
  const property = constant(constants, focus.property);
  const answer = `ask(${condition}, ${code}, ${sibling}, ${shape}, ${property}, c)`;
  return { yes: `${answer} === true`, no: `${answer} === false` };
}

function straight(expression: Expression, focus: Focus, constants: Constants): ConditionCode {
  if (expression.kind === 'literal' && expression.type === 'Boolean') return fact(String(expression.value));
  if (expression.kind === 'binary') return binaryCode(expression, focus, constants);
  if (expression.kind === 'call') return callCode(expression, focus, constants);
  if (expression.kind === 'member') return flagCode(expression, focus, constants);
  throw new Unsupported();
}

/** What is either true or false. */
function fact(yes: string): ConditionCode {
  return { yes, no: not(yes) };
}

/** An element that is itself a boolean. */
function flagCode(path: Expression, focus: Focus, constants: Constants): ConditionCode {
  const { code, shape } = single(path, focus, constants);
  if (shape.name !== 'boolean') throw new Unsupported();
  return { yes: `${code} === true`, no: `${code} === false` };
}

function binaryCode({ operator, left, right }: Binary, focus: Focus, constants: Constants): ConditionCode {
  const combine = logic[operator];
  if (combine) return combine(conditionCode(left, focus, constants), conditionCode(right, focus, constants));
  if (operator === '=' || operator === '!=') {
    const equal = equalCode(left, right, focus, constants);
    return operator === '=' ? equal : { yes: equal.no, no: equal.yes };
  }
  if (operator === 'in') return memberCode(left, right, focus, constants);
  return comparisonCode(operator, left, right, focus, constants);
}

const logic: Record<string, (left: ConditionCode, right: ConditionCode) => ConditionCode> = {
  and: (a, b) => ({ yes: both(a.yes, b.yes), no: either([a.no, b.no]) }),
  or: (a, b) => ({ yes: either([a.yes, b.yes]), no: both(a.no, b.no) }),
  implies: (a, b) => ({ yes: either([a.no, b.yes]), no: both(a.yes, b.no) }),
  xor: (a, b) => ({
    yes: either([both(a.yes, b.no), both(a.no, b.yes)]),
    no: either([both(a.yes, b.yes), both(a.no, b.no)]),
  }),
};

function equalCode(left: Expression, right: Expression, focus: Focus, constants: Constants): ConditionCode {
  if (!isTruth(left) || !isTruth(right)) return equalityCode(left, right, focus, constants);
  const a = conditionCode(left, focus, constants);
  const b = conditionCode(right, focus, constants);
  const different = logic.xor!(a, b);
  return { yes: different.no, no: different.yes };
}

/** Gives `true` or `false` by its nature. */
function isTruth(expression: Expression): boolean {
  if (expression.kind === 'binary') return Object.hasOwn(logic, expression.operator);
  return expression.kind === 'call' && ['exists', 'empty'].includes(expression.name);
}

/** `status in ('proposed' | 'cancelled')`. */
function memberCode(left: Expression, right: Expression, focus: Focus, constants: Constants): ConditionCode {
  const parts = alternatives(right).map(each => equalityCode(left, each, focus, constants));
  return { yes: either(parts.map(each => each.yes)), no: parts.map(each => each.no).reduce(both) };
}

function alternatives(expression: Expression): Expression[] {
  if (expression.kind === 'literal') return [expression];
  if (expression.kind !== 'binary' || expression.operator !== '|') throw new Unsupported();
  return [...alternatives(expression.left), ...alternatives(expression.right)];
}

function callCode(call: Call, focus: Focus, constants: Constants): ConditionCode {
  const { name, args } = call;
  const target: Expression = call.target ?? { kind: 'special', name: 'this' };
  if (name === 'exists' && args.length === 0) return fact(someCode(target, focus, constants, anything));
  if (name === 'exists')
    return fact(someCode(target, focus, constants, item => conditionCode(args[0]!, item, constants).yes));
  if (name === 'empty') return fact(not(someCode(target, focus, constants, anything)));
  if (name === 'not') {
    const { yes, no } = conditionCode(target, focus, constants);
    return { yes: no, no: yes };
  }
  if (name === 'all') {
    const broken = (item: Focus) => not(conditionCode(args[0]!, item, constants).yes);
    return fact(not(someCode(target, focus, constants, broken)));
  }
  if (name === 'hasValue') return fact(`${single(target, focus, constants).code} !== undefined`);
  if (name === 'iif') return choiceCode(call, focus, constants);
  return textCode(call, target, focus, constants);
}

function choiceCode({ target, args }: Call, focus: Focus, constants: Constants): ConditionCode {
  const [condition, then, otherwise] = args;
  if (target || !condition || !then || !otherwise) throw new Unsupported();
  const test = conditionCode(condition, focus, constants).yes;
  const a = conditionCode(then, focus, constants);
  const b = conditionCode(otherwise, focus, constants);
  return { yes: `(${test} ? ${a.yes} : ${b.yes})`, no: `(${test} ? ${a.no} : ${b.no})` };
}
