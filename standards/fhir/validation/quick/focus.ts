import type { Property, Shape } from '../../definition/shape.ts';
import type { Expression } from '../../fhirpath/parser.ts';

/** A value in generated JavaScript: the text that gives it, and what is known of it. */
export interface Focus {
  /** Pure and cheap: it may be written several times. */
  code: string;
  shape: Shape;
  property?: Property | undefined;
  /** The text that gives its `_name`, for a primitive. */
  sibling?: string | undefined;
  /** The text that tells whether an element of it is present, where that was noted when its keys were read. */
  presence?: ReadonlyMap<string, string>;
}

/** What has no straight text: the evaluator is asked in its place. */
export class Unsupported extends Error {}

/** A condition in three-valued logic as two texts: is it true, is it false. Where neither is, it is nothing. */
export interface ConditionCode {
  yes: string;
  no: string;
}

/** What generated text refers to by place (`k3`): conditions, shapes, patterns. */
export interface Constants {
  values: unknown[];
  /** The text of a condition in a condition (`where(…)`). */
  condition: (expression: Expression, focus: Focus, constants: Constants) => ConditionCode;
  /** Next number of a variable. */
  next: number;
}

/** The text that gives a value which text cannot say. */
export function constant(constants: Constants, value: unknown): string {
  const known = constants.values.indexOf(value);
  const at = known < 0 ? constants.values.push(value) - 1 : known;
  return `k${at}`;
}

/** A member of an object as text; keys are those of the definitions, quoted all the same. */
export function memberOf(code: string, key: string): string {
  return /^\w+$/.test(key) ? `${code}.${key}` : `${code}[${JSON.stringify(key)}]`;
}
