import { type ElementShape, type Property, propertyShape, type Shape } from '../definition/shape.ts';
import { depthLimit, isObject, type Node, resourceNode } from '../fhirpath/node.ts';
import { bindingCheck } from './binding.ts';
import { checkInvariants, type Invariant, invariant } from './invariants.ts';
import { nearName } from './near-name.ts';
import { primitives } from './primitive.ts';
import { checkTarget } from './target.ts';
import { isFull, report, type Visit } from './visit.ts';

/** The compiled check of one type: what its objects may hold, must hold, and obey. */
interface Plan {
  shape: Shape;
  checks: ReadonlyMap<string, PropertyCheck>;
  required: readonly ElementShape[];
  choices: readonly ElementShape[];
  invariants: readonly Invariant[];
}

interface PropertyCheck {
  property: Property;
  /** The element's name, which is what FHIRPath calls it. */
  name: string;
  many: boolean;
  /** One of several types: `value[x]`. */
  chosen: boolean;
  /** Checks one value with, for a primitive, its `_name`. */
  check: (value: unknown, sibling: unknown, visit: Visit) => void;
}

const plans = new Map<Shape, Plan>();

function planOf(shape: Shape): Plan {
  const known = plans.get(shape);
  if (known) return known;
  const elements = [...shape.elements.values()];
  const plan: Plan = {
    shape,
    checks: new Map([...shape.properties].map(([key, property]) => [key, propertyCheck(property)])),
    required: elements.filter(each => each.min > 0),
    choices: elements.filter(each => each.properties.length > 1),
    invariants: shape.invariants.map(invariant),
  };
  plans.set(shape, plan);
  return plan;
}

function propertyCheck(property: Property): PropertyCheck {
  const { element } = property;
  const check = property.sibling === undefined ? objectCheck(property) : primitiveCheck(property);
  const chosen = element.properties.length > 1;
  return { property, name: element.name, many: element.max > 1, chosen, check };
}

/** Checks a resource and everything in it. */
export function checkResource(node: Node, visit: Visit): void {
  const plan = planOf(node.shape);
  checkMembers(node.value as Record<string, unknown>, plan, visit);
  checkInvariants(plan.invariants, node, visit);
}

function objectCheck(property: Property): PropertyCheck['check'] {
  if (property.type === 'Resource') return nestedResourceCheck(property.element.name === 'contained');
  const shape = propertyShape(property);
  const binding = bindingCheck(property);
  const own = property.invariants.map(invariant);
  let plan: Plan | undefined;
  return (value, _, visit) => {
    if (!isObject(value)) return report(visit, 'structure', `must be a JSON object (${shape.name}).`);
    plan ??= planOf(shape);
    checkElement(value, plan, visit);
    binding?.(value, visit);
    if (shape.name === 'Reference') checkTarget(value, property, visit);
    if (plan.invariants.length + own.length === 0) return;
    const node: Node = { value, shape, property };
    checkInvariants(plan.invariants, node, visit);
    checkInvariants(own, node, visit);
  };
}

function checkElement(value: Record<string, unknown>, plan: Plan, visit: Visit) {
  if (visit.depth >= depthLimit)
    return report(visit, 'too-costly', `Elements are nested deeper than ${depthLimit}.`);
  visit.depth++;
  const count = checkMembers(value, plan, visit);
  visit.depth--;
  if (count === 0)
    report(visit, 'structure', 'An element must not be empty; leave it out or give it content.');
  else if (count === 1 && 'id' in value) {
    report(visit, 'invariant', 'ele-1: an element with an id must also have content.');
  }
}

/** Checks the properties of an object, and says how many there are. */
function checkMembers(value: Record<string, unknown>, plan: Plan, visit: Visit): number {
  const { checks, required, choices } = plan;
  let count = 0;
  let chosen = 0;
  for (const key in value) {
    count++;
    const check = checks.get(key) ?? lonelySibling(key, value, checks);
    if (check) {
      if (check.chosen) chosen++;
      checkProperty(value[check.property.key], check, value, visit);
    } else if (!isKnown(key, value, plan)) reportUnknown(key, plan, visit);
  }
  for (const element of required) if (!isPresent(element, value)) reportMissing(element, plan.shape, visit);
  if (chosen > 1) for (const element of choices) checkChoice(element, value, visit);
  return count;
}

/** A primitive of which only the `_name` is given. */
function lonelySibling(key: string, value: Record<string, unknown>, checks: Plan['checks']) {
  const check = key.startsWith('_') ? checks.get(key.slice(1)) : undefined;
  return check?.property.sibling === key && !(check.property.key in value) ? check : undefined;
}

/** `resourceType`, or the `_name` of a primitive that is checked with it. */
function isKnown(key: string, value: Record<string, unknown>, { checks, shape }: Plan): boolean {
  if (key === 'resourceType') return shape.kind === 'resource';
  return key.startsWith('_') && key.slice(1) in value && checks.get(key.slice(1))?.property.sibling === key;
}

function reportUnknown(key: string, { checks, shape }: Plan, visit: Visit) {
  if (isFull(visit)) return;
  visit.path.push(key);
  const near = nearName(key, checks.keys());
  const mend = near ? `did you mean "${near}"?` : 'remove it, or carry it in an extension.';
  report(visit, 'structure', `"${key.slice(0, 80)}" is not an element of ${shape.name}; ${mend}`);
  visit.path.pop();
}

function isPresent({ properties }: ElementShape, value: Record<string, unknown>): boolean {
  for (const { key, sibling } of properties) {
    if (key in value || (sibling !== undefined && sibling in value)) return true;
  }
  return false;
}

function reportMissing(element: ElementShape, shape: Shape, visit: Visit) {
  visit.path.push(element.name);
  const names = element.properties.map(each => each.key).join(' or ');
  report(visit, 'required', `${shape.name} must have ${names}; add it.`);
  visit.path.pop();
}

function checkChoice(element: ElementShape, value: Record<string, unknown>, visit: Visit) {
  let first: string | undefined;
  for (const { key, sibling } of element.properties) {
    if (!(key in value) && !(sibling !== undefined && sibling in value)) continue;
    if (first === undefined) first = key;
    else {
      visit.path.push(element.name);
      report(visit, 'structure', `Only one of ${first} and ${key} may be given; remove one.`);
      visit.path.pop();
      return;
    }
  }
}

function checkProperty(value: unknown, check: PropertyCheck, parent: Record<string, unknown>, visit: Visit) {
  const { property, many, name } = check;
  const sibling = property.sibling === undefined ? undefined : parent[property.sibling];
  visit.path.push(name);
  if (many) checkItems(value, sibling, check, visit);
  else if (Array.isArray(value) || Array.isArray(sibling)) {
    report(visit, 'structure', `"${property.key}" may be given once only; write it without an array.`);
  } else check.check(value, sibling, visit);
  visit.path.pop();
}

function checkItems(value: unknown, sibling: unknown, { check, property }: PropertyCheck, visit: Visit) {
  if (!isList(value) || !isList(sibling)) {
    return report(visit, 'structure', `"${property.key}" may repeat, so it must be a JSON array: [ … ].`);
  }
  const length = Math.max(value?.length ?? 0, sibling?.length ?? 0);
  if (length === 0)
    return report(visit, 'structure', 'An array must not be empty; leave the element out instead.');
  if (value && sibling && sibling.length > value.length) {
    report(
      visit,
      'structure',
      `"_${property.key}" has more items than "${property.key}"; fill up with null.`,
    );
  }
  for (let at = 0; at < length; at++) {
    visit.path.push(at);
    check(value?.[at], sibling?.[at], visit);
    visit.path.pop();
  }
}

function isList(value: unknown): value is unknown[] | undefined {
  return value === undefined || Array.isArray(value);
}

function primitiveCheck(property: Property): PropertyCheck['check'] {
  const shape = propertyShape(property);
  const problemOf = primitives[shape.name]!;
  const binding = bindingCheck(property);
  const own = [...shape.invariants, ...property.invariants].map(invariant);
  return (value, sibling, visit) => {
    if (sibling !== undefined && sibling !== null) checkSibling(sibling, shape, visit);
    if (value === undefined || value === null) return checkAbsent(value, sibling, visit);
    const problem = problemOf(value);
    if (problem)
      report(visit, typeof value === 'object' ? 'structure' : 'value', `This ${shape.name} ${problem}.`);
    else binding?.(value, visit);
    if (own.length > 0 && !problem) checkInvariants(own, { value, shape, property }, visit);
  };
}

function checkSibling(sibling: unknown, shape: Shape, visit: Visit) {
  if (isObject(sibling)) checkElement(sibling, planOf(shape), visit);
  else report(visit, 'structure', `The extensions of a ${shape.name} ("_…") must be a JSON object.`);
}

/** `null` only keeps a place for extensions in a list. */
function checkAbsent(value: unknown, sibling: unknown, visit: Visit) {
  if (!isObject(sibling)) {
    report(
      visit,
      'structure',
      'null is not a value; leave the element out, or say why it is absent in an extension.',
    );
  } else if (value === null && typeof visit.path.at(-1) !== 'number') {
    report(visit, 'structure', 'null stands only in arrays; leave it out beside its extensions.');
  }
}

/** A resource in a resource; what is contained has the outer one as its root, what a Bundle carries its own. */
function nestedResourceCheck(contained: boolean): PropertyCheck['check'] {
  return (value, _, visit) => {
    if (!isObject(value)) return report(visit, 'structure', 'must be a JSON object with a resourceType.');
    const node = resourceNode(value);
    if (node.shape.name === 'Resource') return reportType(value.resourceType, visit);
    if (visit.depth >= depthLimit)
      return report(visit, 'too-costly', `Elements are nested deeper than ${depthLimit}.`);
    const outer = visit.context;
    const root = contained ? outer.rootResource : node;
    const known = contained ? outer.contained : undefined;
    visit.context = { ...outer, resource: node, rootResource: root, contained: known };
    visit.depth++;
    checkResource(node, visit);
    visit.depth--;
    visit.context = outer;
  };
}

/** Reports a `resourceType` that is missing or is no type of R4. */
export function reportType(type: unknown, visit: Visit): void {
  const problem =
    typeof type === 'string'
      ? `"${type.slice(0, 60)}" is not a resource type of FHIR R4`
      : 'There is no resourceType';
  report(visit, 'structure', `${problem}; name one, as in "resourceType": "Patient".`);
}
