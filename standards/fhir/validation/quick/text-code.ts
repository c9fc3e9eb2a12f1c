import type { Expression } from '../../fhirpath/parser.ts';
import { type ConditionCode, type Constants, constant, type Focus, Unsupported } from './focus.ts';
import { single } from './single-code.ts';

type Build = (code: string, literal: string, constants: Constants) => string;

const tests: Record<string, Build> = {
  startsWith: (code, literal) => `${code}.startsWith(${JSON.stringify(literal)})`,
  endsWith: (code, literal) => `${code}.endsWith(${JSON.stringify(literal)})`,
  contains: (code, literal) => `${code}.includes(${JSON.stringify(literal)})`,
  matches: (code, literal, constants) => `${constant(constants, new RegExp(literal, 's'))}.test(${code})`,
};

/** `url.startsWith('http:')` and its like: nothing where there is no text. */
export function textCode(
  { name, args }: Expression & { kind: 'call' },
  target: Expression,
  focus: Focus,
  constants: Constants,
): ConditionCode {
  if (name === 'htmlChecks' || name === 'htmlChecks2') return narrativeCode(name, target, focus, constants);
  const build = Object.hasOwn(tests, name) ? tests[name] : undefined;
  const [literal] = args;
  if (!build || literal?.kind !== 'literal' || typeof literal.value !== 'string') throw new Unsupported();
  const { code } = single(target, focus, constants);
  const test = build(code, literal.value, constants);
  const text = `typeof ${code} === 'string'`;
  return { yes: `(${text} && ${test})`, no: `(${text} && !${test})` };
}

function narrativeCode(name: string, target: Expression, focus: Focus, constants: Constants): ConditionCode {
  const { code } = single(target, focus, constants);
  const yes = `${name === 'htmlChecks' ? 'isNarrative' : 'hasContent'}(${code})`;
  return { yes, no: `!${yes}` };
}
