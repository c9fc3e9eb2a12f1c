import { type Property, propertyShape } from '../definition/shape.ts';
import { resolvedType } from '../fhirpath/compile.ts';
import { typeArgument } from '../fhirpath/functions.ts';
import type { Expression } from '../fhirpath/parser.ts';
import { typeTest } from '../fhirpath/type-test.ts';
import { conditionCode } from '../validation/quick/condition-code.ts';
import { type Constants, constant, type Focus, memberOf, Unsupported } from '../validation/quick/focus.ts';
import type { Leaf, Part } from './leaf.ts';
import type { Branch, PathTree } from './path-tree.ts';

/** Text that does something with a value of known type. */
type Then = (item: Focus) => string;

/**
 * The JavaScript that extracts what a tree of paths finds: nested loops, with a call for each leaf. It is made from
 * the definitions alone. What is not as they say may make it throw: then the tree is walked instead.
 */
export function treeCode(tree: PathTree<Leaf>, focus: Focus, into: string, constants: Constants): string {
  return tree.branches.map(each => branchCode(each, focus, into, constants)).join('\n');
}

function branchCode(branch: Branch<Leaf>, focus: Focus, into: string, constants: Constants): string {
  const next = constants.next;
  try {
    return stepCode(branch.step.expression, focus, constants, item => {
      const leaves = branch.leaves.map(each => leafCode(each, item, into, constants));
      return `${leaves.join('\n')}\n${treeCode(branch, item, into, constants)}`;
    });
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    constants.next = next;
    const { code, shape, property } = focus;
    const node = constant(constants, { value: undefined, shape, property });
    return `generally(${constant(constants, branch)}, ${node}, ${code}, c, ${into});`;
  }
}

function leafCode(leaf: Leaf, { code, shape, property }: Focus, into: string, constants: Constants): string {
  if (leaf.parts) return compositeCode(leaf.parts, leaf.param, { code, shape, property }, into, constants);
  const node = constant(constants, { value: undefined, shape, property });
  return `${node}.value = ${code}; ${constant(constants, leaf.convert)}(${node}, ${JSON.stringify(leaf.param)}, ${into});`;
}

/** Values are missing more often than codes, so they are looked for first. */
function compositeCode(
  parts: Part[],
  param: string,
  focus: Focus,
  into: string,
  constants: Constants,
): string {
  const lists = parts.map(() => `l${constants.next++}`);
  const found = `${into}.push({ kind: 'composite', param: ${JSON.stringify(param)}, components: [${lists.join(', ')}] });`;
  return parts.reduce((inner, { tree }, at) => {
    const list = lists[at]!;
    const body = treeCode(tree, focus, list, constants);
    return `{ const ${list} = [];\n${body}\nif (${list}.length > 0) ${inner} }`;
  }, found);
}

/** The text that goes through what one step finds. */
function stepCode(path: Expression, focus: Focus, constants: Constants, then: Then): string {
  if (focus.shape.name === 'Resource') throw new Unsupported();
  if (path.kind === 'special' && path.name === 'this') return then(focus);
  if (path.kind === 'member') return memberCode(path, focus, constants, then);
  if (path.kind === 'type' && path.operator === 'as')
    return typedCode(path.target, path.type, focus, constants, then);
  if (path.kind !== 'call' || !path.target) throw new Unsupported();
  if (path.name === 'ofType' || path.name === 'as')
    return typedCode(path.target, typeArgument(path.args), focus, constants, then);
  if (path.name !== 'where') throw new Unsupported();
  return stepCode(path.target, focus, constants, item => {
    return `if (${criteriaCode(path.args, item, constants)}) {\n${then(item)}\n}`;
  });
}

function criteriaCode(args: Expression[], item: Focus, constants: Constants): string {
  const type = resolvedType(args);
  if (type) return `refersTo(${item.code}, ${JSON.stringify(type)}, c)`;
  return conditionCode(args[0]!, item, constants).yes;
}

function typedCode(target: Expression, type: string, focus: Focus, constants: Constants, then: Then): string {
  const test = typeTest(type);
  return stepCode(target, focus, constants, item => {
    if (item.shape.name === 'Resource') throw new Unsupported();
    return test({ value: undefined, shape: item.shape }) ? then(item) : '';
  });
}

function memberCode(
  { target, name }: Expression & { kind: 'member' },
  focus: Focus,
  constants: Constants,
  then: Then,
): string {
  if (target) return stepCode(target, focus, constants, item => childCode(item, name, constants, then));
  if (!/^[A-Z]/.test(name)) return childCode(focus, name, constants, then);
  return typeTest(name)({ value: undefined, shape: focus.shape }) ? then(focus) : '';
}

function childCode(item: Focus, name: string, constants: Constants, then: Then): string {
  if (item.shape.name === 'Resource') throw new Unsupported();
  const properties = item.shape.elements.get(name)?.properties ?? [];
  if (item.shape.kind === 'primitive') throw new Unsupported();
  return properties.map(each => loopCode(item, each, constants, then)).join('\n');
}

/** A list's items one by one, or the one value. */
function loopCode(item: Focus, property: Property, constants: Constants, then: Then): string {
  const at = constants.next++;
  const body = then({ code: `y${at}`, shape: propertyShape(property), property });
  if (body.trim() === '') return '';
  const value = memberOf(item.code, property.key);
  const one = `if (y${at} !== undefined && y${at} !== null) {\n${body}\n}`;
  if (property.element.max <= 1) return `{ const y${at} = once(${value}); ${one} }`;
  return `{ const x${at} = ${value}; if (x${at} !== undefined) for (let i${at} = 0, n${at} = many(x${at}); i${at} < n${at}; i${at}++) { const y${at} = x${at}[i${at}]; ${one} } }`;
}
