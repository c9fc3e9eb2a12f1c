import { type Property, propertyShape, type Shape } from '../../definition/shape.ts';
import { openValueSets, valueSet } from '../value-set.ts';
import { type Constants, constant, type Focus } from './focus.ts';
import { accepts } from './primitives.ts';
import { ruleCode } from './rule-code.ts';

/** What generated text needs of the types it leads to. */
export type LinkTo = (shape: Shape) => unknown;

/** The text that is true where `code` is a value that a property may have; a list's items are asked one by one. */
export function valueCode(property: Property, code: string, constants: Constants, link: LinkTo): string {
  const shape = propertyShape(property);
  const tests =
    property.sibling === undefined
      ? objectTests(property, shape, code, constants, link)
      : primitiveTests(property, shape, code, constants);
  const focus: Focus = { code, shape, property };
  const own =
    property.sibling === undefined ? property.invariants : [...shape.invariants, ...property.invariants];
  return [...tests, ...own.map(key => ruleCode(key, focus, constants))]
    .filter(each => each !== 'true')
    .join(' && ');
}

function objectTests(
  property: Property,
  shape: Shape,
  code: string,
  constants: Constants,
  link: LinkTo,
): string[] {
  if (property.type === 'Resource')
    return [`nested(${code}, d + 1, c, ${property.element.name === 'contained'})`];
  const accept = constant(constants, link(shape));
  const tests = [`typeof ${code} === 'object'`, `${code} !== null`, `${accept}.accept(${code}, d + 1, c)`];
  const set = property.valueSet && valueSet(property.valueSet);
  if (set) tests.push(`hasCoding(${constant(constants, set)}, ${code})`);
  if (shape.name === 'Reference') {
    const allowed =
      property.targets.length > 0 ? constant(constants, new Set(property.targets)) : 'undefined';
    tests.push(`leads(${code}, ${constant(constants, property)}, ${allowed}, c)`);
  }
  return tests;
}

const inline: Readonly<Record<string, (code: string) => string>> = {
  boolean: code => `typeof ${code} === 'boolean'`,
  decimal: code => `Number.isFinite(${code})`,
};

function primitiveTests(property: Property, shape: Shape, code: string, constants: Constants): string[] {
  const form = inline[shape.name]?.(code) ?? `${constant(constants, accepts[shape.name])}(${code})`;
  const url = property.valueSet;
  if (!url) return [form];
  const set = valueSet(url);
  if (set)
    return [
      oneOf(
        [...set.codes].filter(each => accepts.code!(each)),
        code,
        constants,
      ),
    ];
  const open = openValueSets[url]?.form;
  return open ? [form, `${constant(constants, open)}.test(${code})`] : [form];
}

/** A few codes are compared, many are looked up. */
function oneOf(codes: string[], code: string, constants: Constants): string {
  if (codes.length > 8) return `${constant(constants, new Set(codes))}.has(${code})`;
  return `(${codes.map(each => `${code} === ${JSON.stringify(each)}`).join(' || ')})`;
}
