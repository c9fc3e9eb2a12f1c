import type { Property, Shape } from '../../definition/shape.ts';
import { isResourceType } from '../../definition/shape.ts';
import { compare } from '../../fhirpath/comparison.ts';
import type { Condition, Context } from '../../fhirpath/evaluation.ts';
import { isObject, resourceNode } from '../../fhirpath/node.ts';
import { containedResources } from '../../fhirpath/resolve.ts';
import { isId } from '../../reference.ts';
import { checkTarget } from '../target.ts';
import { beginVisit } from '../visit.ts';

type Fields = Record<string, unknown>;

/** Where a quick check stands: the resource at hand, what contains it, and which contained ones are referred to. */
export interface Scene {
  root: Fields;
  resource: Fields;
  /** Every `#…` that was met. */
  local: Set<string> | undefined;
  /** Made when the evaluator is first asked. */
  context: Context | undefined;
}

export function sceneOf(resource: Fields): Scene {
  return { root: resource, resource, local: undefined, context: undefined };
}

/** The context of expressions, for what is asked of the evaluator. */
export function contextOf(scene: Scene): Context {
  scene.context ??= beginVisit(resourceNode(scene.root)).context;
  const { context, resource } = scene;
  if (context.resource.value !== resource) context.resource = resourceNode(resource);
  return context;
}

/** The evaluator's answer to a condition. It may throw, as it may there. */
export function ask(
  condition: Condition,
  value: unknown,
  sibling: object | undefined,
  shape: Shape,
  property: Property | undefined,
  scene: Scene,
): boolean | undefined {
  const context = contextOf(scene);
  const focus = [{ value, shape, sibling, property }];
  context.context = focus;
  return condition(focus, context);
}

/** The order of two dates as a number; NaN where precision does not tell. */
export function order(left: string, right: string, leftShape: Shape, rightShape: Shape): number {
  if (left === right) return 0;
  if (left.length === 10 && right.length === 10) return left < right ? -1 : 1;
  return compare({ value: left, shape: leftShape }, { value: right, shape: rightShape }) ?? Number.NaN;
}

/** Does a Reference lead where it may? `allowed` has the types; undefined is any. */
export function leads(
  value: Fields,
  property: Property,
  allowed: ReadonlySet<string> | undefined,
  scene: Scene,
): boolean {
  const { reference, type } = value;
  if (type === undefined) {
    if (reference === undefined) return true;
    if (typeof reference === 'string' && isPlain(reference, allowed)) return true;
  }
  const visit = { ...beginVisit(resourceNode(scene.root)), context: contextOf(scene) };
  checkTarget(value, property, visit);
  return visit.issues.length === 0;
}

/** `Type/id`. */
function isPlain(reference: string, allowed: ReadonlySet<string> | undefined): boolean {
  const cut = reference.indexOf('/');
  if (cut < 1 || !isId(reference, cut + 1)) return false;
  const type = reference.slice(0, cut);
  return allowed ? allowed.has(type) : isResourceType(type);
}

/** ref-1: `#id` is contained, and noted for dom-3. */
export function local(reference: string, scene: Scene): boolean {
  scene.local ??= new Set();
  scene.local.add(reference);
  return reference === '#' || containedResources(contextOf(scene)).has(reference.slice(1));
}

/** dom-2 to dom-5, of what is surely as they ask. One that nobody refers to by a Reference is left to the full check. */
export function settled(contained: unknown[], scene: Scene): boolean {
  for (const each of contained) {
    if (!isObject(each) || typeof each.id !== 'string' || !scene.local?.has(`#${each.id}`)) return false;
    if (each.contained !== undefined || each.meta !== undefined) return false;
  }
  return true;
}
