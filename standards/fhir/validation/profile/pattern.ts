import { isObject } from '../../fhirpath/node.ts';
import type { ElementDefinition } from './definition.ts';

/** A value that an element must have, or hold in itself. */
export interface ValueTest {
  kind: 'fixed' | 'pattern';
  value: unknown;
  accepts: (value: unknown) => boolean;
}

function prefixed(element: ElementDefinition, prefix: string): unknown {
  const key = Object.keys(element).find(
    each => each.startsWith(prefix) && /[A-Z]/.test(each[prefix.length] ?? ''),
  );
  return key === undefined ? undefined : element[key];
}

/** `fixed[x]`: the value is exactly this one (R4 ElementDefinition.fixed[x]). */
export function fixedOf(element: ElementDefinition): ValueTest | undefined {
  const value = prefixed(element, 'fixed');
  return value === undefined ? undefined : { kind: 'fixed', value, accepts: each => same(each, value) };
}

/** `pattern[x]`: what the pattern has, the value has too; each item of a list is found somewhere in the list. */
export function patternOf(element: ElementDefinition): ValueTest | undefined {
  const value = prefixed(element, 'pattern');
  return value === undefined ? undefined : { kind: 'pattern', value, accepts: each => holds(each, value) };
}

function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((each, at) => same(each, right[at]));
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every(key => same(left[key], right[key]));
}

function holds(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every(each => value.some(item => holds(item, each)));
  if (!isObject(pattern)) return value === pattern;
  return isObject(value) && Object.keys(pattern).every(key => holds(value[key], pattern[key]));
}
