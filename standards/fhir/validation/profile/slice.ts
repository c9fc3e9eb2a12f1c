import { isObject, type Node } from '../../fhirpath/node.ts';
import { referencedType } from '../../fhirpath/resolve.ts';
import { contains } from '../value-set.ts';
import { childrenOf } from './children.ts';
import { coreType, type Slicing } from './definition.ts';
import type { ElementRule } from './element-tree.ts';
import type { Scope } from './scope.ts';

type Discriminator = NonNullable<Slicing['discriminator']>[number];

/** An answer that may be open: the slice says nothing of what discriminates. */
type Answer = boolean | undefined;

/**
 * Is a node in a slice? It must not differ in any discriminator, and agree in one at least (R4 5.1.0.14). What cannot
 * be told without reading other resources is open, and decides nothing.
 */
export function isInSlice(
  slice: ElementRule,
  node: Node,
  slicing: Slicing | undefined,
  scope: Scope,
): boolean {
  const answers = discriminators(slice, slicing).map(each => answer(each, slice, node, scope));
  return answers.every(each => each !== false) && answers.includes(true);
}

/** Extensions are told apart by their url, and the types of a choice by type, even where nothing says so. */
function discriminators({ name }: ElementRule, slicing: Slicing | undefined): Discriminator[] {
  if (slicing?.discriminator?.length) return slicing.discriminator;
  if (name === 'extension' || name === 'modifierExtension') return [{ type: 'value', path: 'url' }];
  return [{ type: name.endsWith('[x]') ? 'type' : 'value', path: '$this' }];
}

function answer({ type, path }: Discriminator, slice: ElementRule, node: Node, scope: Scope): Answer {
  const steps = path.split(/\.(?![^(]*\))/).filter(each => each !== '$this');
  if (type === 'exists') return existence(slice, steps, node);
  if (type === 'type') return typed(slice, steps, node, scope);
  if (type === 'profile') return profiled(slice, steps, node, scope);
  if (path === 'url' && isUrlOf(slice, node) !== undefined) return isUrlOf(slice, node);
  return valued(slice, steps, [node]);
}

/** A slice of extensions names the profile of its extension, whose address is the url. */
function isUrlOf({ definition, children }: ElementRule, { value }: Node): Answer {
  const [url] = definition?.type?.[0]?.profile ?? [];
  if (url === undefined || children.get('url')?.value) return undefined;
  return isObject(value) && value.url === url.split('|')[0];
}

/** Does something that the path finds have the value that the slice fixes there, or on the way there? */
function valued(rule: ElementRule, steps: string[], nodes: Node[]): Answer {
  if (rule.value) return nodes.some(({ value }) => rule.value!.accepts(value));
  const [step, ...rest] = steps;
  if (step === undefined) return bound(rule, nodes);
  const own = stepInto(rule, step, rest, nodes);
  if (own !== undefined || rule.slices.size === 0) return own;
  const answers = [...rule.slices.values()].map(each => valued(each, steps, nodes));
  return answers.includes(true) || (answers.every(each => each === false) ? false : undefined);
}

function stepInto(rule: ElementRule, step: string, rest: string[], nodes: Node[]): Answer {
  if (step.startsWith('extension(')) return undefined;
  const name = /^ofType\(/.test(step) ? undefined : step;
  if (name === undefined) return valued(rule, rest, nodes);
  const child = [name, `${name}[x]`].map(each => rule.children.get(each)).find(each => each !== undefined);
  if (!child) return undefined;
  return valued(
    child,
    rest,
    nodes.flatMap(node => childrenOf(node, child.name)),
  );
}

function bound({ definition }: ElementRule, nodes: Node[]): Answer {
  const { strength, valueSet } = definition?.binding ?? {};
  if (strength !== 'required' || !valueSet) return undefined;
  const answers = nodes.map(({ value }) => contains(valueSet, value));
  return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
}

function existence(slice: ElementRule, steps: string[], node: Node): Answer {
  const rule = ruleAt(slice, steps);
  const found = steps.reduce<Node[]>((nodes, step) => nodes.flatMap(each => childrenOf(each, step)), [node]);
  if (rule?.definition?.max === '0') return found.length === 0;
  return (rule?.definition?.min ?? 0) > 0 ? found.length > 0 : undefined;
}

function ruleAt(slice: ElementRule, steps: string[]): ElementRule | undefined {
  return steps.reduce<ElementRule | undefined>(
    (rule, step) => rule?.children.get(step) ?? rule?.children.get(`${step}[x]`),
    slice,
  );
}

function typed(slice: ElementRule, steps: string[], node: Node, scope: Scope): Answer {
  const resolved = steps.at(-1) === 'resolve()';
  const path = resolved ? steps.slice(0, -1) : steps;
  const rule = ruleAt(slice, path);
  const types = rule?.definition?.type;
  if (!types) return undefined;
  const found = path.reduce<Node[]>((nodes, step) => nodes.flatMap(each => childrenOf(each, step)), [node]);
  if (!resolved) return found.some(({ shape }) => types.some(({ code }) => shape.name === code));
  const names = types.flatMap(each => each.targetProfile ?? []).map(each => typeOf(each, scope));
  const answers = found.map(each => referencedType(each, scope.visit.context));
  if (names.includes(undefined) || answers.includes(undefined)) return undefined;
  return answers.some(each => names.includes(each));
}

/** The type that a canonical address of a type or profile stands for. */
export function typeOf(canonical: string, { profiles }: Scope): string | undefined {
  return coreType(canonical) ?? profiles.find(canonical)?.type;
}

function profiled(slice: ElementRule, steps: string[], node: Node, scope: Scope): Answer {
  if (steps.includes('resolve()')) return undefined;
  const rule = ruleAt(slice, steps);
  const found = steps.reduce<Node[]>((nodes, step) => nodes.flatMap(each => childrenOf(each, step)), [node]);
  const asked = rule?.definition?.type?.flatMap(each => each.profile ?? []) ?? [];
  const known = asked.map(each => scope.profiles.find(each)).filter(each => each !== undefined);
  if (known.length === 0) return undefined;
  return found.some(each => known.some(profile => scope.conforms(profile, each)));
}
