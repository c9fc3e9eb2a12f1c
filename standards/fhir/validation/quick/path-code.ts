import { type ElementShape, type Property, propertyShape, shapeOf } from '../../definition/shape.ts';
import { typeArgument } from '../../fhirpath/functions.ts';
import type { Expression } from '../../fhirpath/parser.ts';
import { typeTest } from '../../fhirpath/type-test.ts';
import { type Constants, type Focus, memberOf, Unsupported } from './focus.ts';

/** Text that is true of an item, for `some`. */
export type Then = (item: Focus) => string;

/** Asked of nothing but its being there. */
export const anything: Then = () => 'true';

/**
 * Text that is true when something that a path finds satisfies `then`. The elements are known to be as their
 * definition says, so a list is an array and nothing is null.
 * @throws Unsupported
 */
export function someCode(path: Expression, focus: Focus, constants: Constants, then: Then): string {
  if (path.kind === 'special' && path.name === 'this') return then(focus);
  if (path.kind === 'member') return memberCode(path, focus, constants, then);
  if (path.kind === 'variable' && path.name === 'resource') return then(resourceFocus(focus));
  if (path.kind === 'type' && path.operator === 'as')
    return typedCode(path.target, path.type, focus, constants, then);
  if (path.kind === 'call') return callCode(path, focus, constants, then);
  throw new Unsupported();
}

function callCode(
  path: Expression & { kind: 'call' },
  focus: Focus,
  constants: Constants,
  then: Then,
): string {
  const { name, args } = path;
  const target = path.target ?? { kind: 'special' as const, name: 'this' };
  if (name === 'trace') return someCode(target, focus, constants, then);
  if (name === 'where' && args.length === 1) {
    return someCode(target, focus, constants, item => {
      return both(constants.condition(args[0]!, item, constants).yes, then(item));
    });
  }
  if ((name === 'ofType' || name === 'as') && args.length === 1)
    return typedCode(target, typeArgument(args), focus, constants, then);
  throw new Unsupported();
}

/** `value.ofType(Quantity)`: only the properties of that type. */
function typedCode(target: Expression, type: string, focus: Focus, constants: Constants, then: Then): string {
  const test = typeTest(type);
  return someCode(target, focus, constants, item => {
    if (item.shape.name === 'Resource') throw new Unsupported();
    return test({ value: undefined, shape: item.shape }) ? then(item) : 'false';
  });
}

/** A backbone element says by its name which resource it is in; what may stand anywhere does not. */
function resourceFocus({ shape }: Focus): Focus {
  const root = shapeOf(shape.name.split('.')[0]!);
  if (root?.kind !== 'resource') throw new Unsupported();
  return { code: 'c.resource', shape: root };
}

function memberCode(
  path: Expression & { kind: 'member' },
  focus: Focus,
  constants: Constants,
  then: Then,
): string {
  if (path.target) {
    return someCode(path.target, focus, constants, item => childCode(item, path.name, constants, then));
  }
  if (!/^[A-Z]/.test(path.name)) return childCode(focus, path.name, constants, then);
  return typeTest(path.name)({ value: undefined, shape: focus.shape }) ? then(focus) : 'false';
}

function childCode(item: Focus, name: string, constants: Constants, then: Then): string {
  if (item.shape.name === 'Resource') throw new Unsupported();
  const element = item.shape.elements.get(name);
  if (!element) return 'false';
  if (item.shape.kind === 'primitive') throw new Unsupported();
  if (then === anything) return presenceCode(item, element);
  if (element.properties.length > 6) throw new Unsupported();
  return either(element.properties.map(each => propertyCode(item, each, constants, then)));
}

function presenceCode(item: Focus, element: ElementShape): string {
  const noted = item.presence?.get(element.name);
  return noted ?? either(element.properties.map(each => isThere(item, each)));
}

function isThere(item: Focus, { key, sibling }: Property): string {
  const own = `${memberOf(item.code, key)} !== undefined`;
  return sibling === undefined ? own : `(${own} || ${memberOf(item.code, sibling)} !== undefined)`;
}

function propertyCode(item: Focus, property: Property, constants: Constants, then: Then): string {
  const shape = propertyShape(property);
  const value = memberOf(item.code, property.key);
  const sibling = property.sibling === undefined ? undefined : memberOf(item.code, property.sibling);
  if (property.element.max <= 1) {
    const code = then({ code: value, shape, property, sibling });
    return both(isThere(item, property), code);
  }
  const name = `e${constants.next++}`;
  const code = then({ code: name, shape, property, sibling: sibling && 'undefined' });
  if (sibling === undefined) return `(${value} !== undefined && ${value}.some(${name} => ${code}))`;
  // Items of which only the extensions are given are left to the evaluator.
  return `(${sibling} === undefined ? ${value} !== undefined && ${value}.some(${name} => ${code}) : leave())`;
}

/** `a && b`, shortened where one of them is a constant. */
export function both(left: string, right: string): string {
  if (left === 'false' || right === 'false') return 'false';
  if (left === 'true') return right;
  return right === 'true' ? left : `(${left} && ${right})`;
}

/** `a || b || …`, shortened where one of them is a constant. */
export function either(parts: string[]): string {
  const open = parts.filter(each => each !== 'false');
  if (open.includes('true')) return 'true';
  return open.length === 0 ? 'false' : open.length === 1 ? open[0]! : `(${open.join(' || ')})`;
}

export function not(code: string): string {
  return code === 'true' ? 'false' : code === 'false' ? 'true' : `!(${code})`;
}
