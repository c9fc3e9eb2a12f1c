import type { Node } from '../../fhirpath/node.ts';
import { referencedType } from '../../fhirpath/resolve.ts';
import { contains } from '../value-set.ts';
import type { Visit } from '../visit.ts';
import { childrenOf, elementName, repeats } from './children.ts';
import type { ElementDefinition } from './definition.ts';
import type { ElementRule } from './element-tree.ts';
import type { Profile, Profiles } from './registry.ts';
import { type Scope, tell } from './scope.ts';
import { isInSlice, typeOf } from './slice.ts';

/** Checks what a profile and its bases say of a node that is valid of its type. */
export function checkProfile(profile: Profile, node: Node, profiles: Profiles, visit: Visit): void {
  const conforms = (other: Profile, each: Node) => {
    const silent: Visit = { ...visit, issues: [], path: [...visit.path] };
    checkProfile(other, each, profiles, silent);
    return silent.issues.length === 0;
  };
  const scope: Scope = { profile, profiles, visit, conforms };
  if (node.shape.name !== profile.type) {
    tell(scope, 'structure', `This is a ${node.shape.name}; the profile is of ${profile.type}.`);
  } else for (const tree of profile.trees) checkItem(tree, node, scope);
}

/** What is said of one value, and of its children. */
function checkItem(rule: ElementRule, node: Node, scope: Scope): void {
  if (rule.definition) checkValue(rule, rule.definition, node, scope);
  checkConstraints(rule, node, scope);
  for (const child of rule.children.values()) checkElement(child, node, scope);
}

/** An element of a node: how often it is there, each time what it is, and its slices. */
function checkElement(rule: ElementRule, parent: Node, scope: Scope): void {
  const items = childrenOf(parent, rule.name);
  const { path } = scope.visit;
  path.push(elementName(parent, rule.name));
  if (rule.definition) checkCount(rule, items.length, scope);
  const indexed = repeats(parent, rule.name);
  items.forEach((item, at) => {
    if (indexed) path.push(at);
    checkItem(rule, item, scope);
    if (indexed) path.pop();
  });
  if (rule.slices.size > 0) checkSlices(rule, items, indexed, scope);
  path.pop();
}

function checkCount({ definition, name, sliceName }: ElementRule, count: number, scope: Scope): void {
  const { min = 0, max = '*' } = definition!;
  const what = sliceName ? `${name} (slice ${sliceName})` : name;
  if (count < min)
    tell(scope, 'required', `${what} must be given at least ${min} time(s), and is ${count}; add it.`);
  if (max !== '*' && count > Number(max))
    tell(scope, 'structure', `${what} may be given at most ${max} time(s), and is ${count}; remove some.`);
}

function checkSlices(rule: ElementRule, items: Node[], indexed: boolean, scope: Scope): void {
  const { slicing } = rule.definition ?? {};
  const slices = [...rule.slices.values()];
  const places = items.map(item => slices.findIndex(slice => isInSlice(slice, item, slicing, scope)));
  slices.forEach((slice, at) => {
    if (slice.definition) checkCount(slice, places.filter(each => each === at).length, scope);
  });
  items.forEach((item, at) => {
    if (indexed) scope.visit.path.push(at);
    const slice = slices[places[at]!];
    if (slice) checkItem(slice, item, scope);
    else if (slicing?.rules === 'closed')
      tell(scope, 'structure', 'This is in no slice, and no other may be given.');
    if (indexed) scope.visit.path.pop();
  });
  checkOrder(places, slicing, scope);
}

/** `ordered`: as the slices are; `openAtEnd`: what is in none comes last. */
function checkOrder(
  places: number[],
  slicing: NonNullable<ElementDefinition['slicing']> | undefined,
  scope: Scope,
) {
  const ordered = places.filter(each => each >= 0);
  if (slicing?.ordered && ordered.some((each, at) => at > 0 && each < ordered[at - 1]!))
    tell(scope, 'structure', 'The slices must stand in the order of the profile.');
  const firstOther = places.indexOf(-1);
  if (slicing?.rules === 'openAtEnd' && firstOther >= 0 && places.slice(firstOther).some(each => each >= 0))
    tell(scope, 'structure', 'What is in no slice must stand after the slices.');
}

function checkValue(rule: ElementRule, definition: ElementDefinition, node: Node, scope: Scope): void {
  const { value } = node;
  if (rule.value && !rule.value.accepts(value)) {
    const words = rule.value.kind === 'fixed' ? 'must be exactly' : 'must hold';
    tell(scope, 'value', `${rule.name} ${words} ${JSON.stringify(rule.value.value)}.`);
  }
  if (definition.maxLength !== undefined && typeof value === 'string' && value.length > definition.maxLength)
    tell(scope, 'value', `${rule.name} may have at most ${definition.maxLength} characters.`);
  if (rule.sliceName !== undefined || node.property) checkType(rule, definition, node, scope);
  checkBinding(definition, node, scope);
}

function checkBinding({ binding }: ElementDefinition, { value }: Node, scope: Scope): void {
  if (binding?.strength !== 'required' || !binding.valueSet || value === undefined) return;
  if (contains(binding.valueSet, value) === false)
    tell(scope, 'code-invalid', `A code of ${binding.valueSet} is required.`);
}

/** One of the types, with its targets and its profiles. */
function checkType(rule: ElementRule, { type }: ElementDefinition, node: Node, scope: Scope): void {
  if (!type || type.some(({ code }) => code.includes('/')) || node.shape.kind === 'backbone') return;
  const own = type.filter(({ code }) => node.shape.lineage.includes(code));
  if (own.length === 0) {
    tell(scope, 'structure', `${rule.name} must be ${type.map(({ code }) => code).join(' or ')}.`);
    return;
  }
  checkTargets(
    own.flatMap(each => each.targetProfile ?? []),
    node,
    scope,
  );
  const asked = own.flatMap(each => each.profile ?? []);
  const known = asked.map(each => scope.profiles.find(each));
  if (known.length === 0 || known.includes(undefined)) return;
  if (known.length === 1) checkOther(known[0]!, node, scope);
  else if (!known.some(each => scope.conforms(each!, node)))
    tell(scope, 'structure', `${rule.name} must be as one of ${asked.join(', ')} asks.`);
}

/** A part that has a profile of its own is told with the words of that profile. */
function checkOther(profile: Profile, node: Node, { profiles, visit }: Scope): void {
  checkProfile(profile, node, profiles, visit);
}

function checkTargets(targets: string[], node: Node, scope: Scope): void {
  if (node.shape.name !== 'Reference' || targets.length === 0) return;
  const types = targets.map(each => typeOf(each, scope));
  const actual = referencedType(node, scope.visit.context);
  if (
    actual === undefined ||
    types.includes(undefined) ||
    types.includes('Resource') ||
    types.includes(actual)
  )
    return;
  tell(scope, 'value', `A reference to ${actual} is not allowed here; refer to ${types.join(', ')}.`);
}

function checkConstraints({ constraints }: ElementRule, node: Node, scope: Scope): void {
  const { context } = scope.visit;
  for (const { key, human, holds } of constraints) {
    const focus = [node];
    context.context = focus;
    let result: boolean | undefined = true;
    try {
      result = holds(focus, context);
    } catch {
      result = undefined;
    }
    if (result !== true) tell(scope, 'invariant', `${key}: ${human}`);
  }
}
