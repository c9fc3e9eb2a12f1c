import { isResourceType, type Shape, shapeOf } from '../../definition/shape.ts';
import { isObject } from '../../fhirpath/node.ts';
import { hasContent, isNarrative } from '../narrative.ts';
import type { ValueSet } from '../value-set.ts';
import { conditionCode } from './condition-code.ts';
import { type Constants, Unsupported } from './focus.ts';
import { programOf } from './program.ts';
import { ask, leads, local, order, type Scene, sceneOf, settled } from './scene.ts';

/** Is an object surely what its type asks? `false` says only that the full check must tell. */
type Accept = (value: Record<string, unknown>, depth: number, scene: Scene) => boolean;

/** The check of a type, compiled when it is first called. */
interface Link {
  accept: Accept;
}

const links = new Map<Shape, Link>();

function linkTo(shape: Shape): Link {
  const known = links.get(shape);
  if (known) return known;
  const link: Link = {
    accept(value, depth, scene) {
      link.accept = compiled(shape);
      return link.accept(value, depth, scene);
    },
  };
  links.set(shape, link);
  return link;
}

/** What generated text may call. */
const runtime = {
  ask,
  order,
  leads,
  local,
  settled,
  isNarrative,
  hasContent,
  hasCoding,
  siblings,
  isKept,
  nested,
  leave,
};

/** Where text may not become code (a page's content security policy), everything is left to the full check. */
function compiled(shape: Shape): Accept {
  try {
    return compile(shape);
  } catch {
    return () => false;
  }
}

function compile(shape: Shape): Accept {
  const constants: Constants = { values: [], next: 0, condition: conditionCode };
  const program = programOf(shape, constants, linkTo);
  const names = constants.values.map((_, at) => `const k${at} = k[${at}];`).join('\n');
  const make = new Function(
    'runtime',
    'k',
    `'use strict';\nconst { ${Object.keys(runtime).join(', ')} } = runtime;\n${names}\nreturn ${program};`,
  );
  return make(runtime, constants.values) as Accept;
}

/**
 * Is a resource surely valid? Straight code, compiled once for each type, which keeps no places and makes no
 * messages. `false` says that something may be wrong: the full check then finds what, or that nothing is.
 */
export function isSurelyValid(resource: Record<string, unknown>): boolean {
  const link = linkOf(resource.resourceType);
  if (!link) return false;
  try {
    return link.accept(resource, 0, sceneOf(resource));
  } catch {
    return false;
  }
}

const ofType = new Map<unknown, Link>();

function linkOf(type: unknown): Link | undefined {
  const known = ofType.get(type);
  if (known || typeof type !== 'string' || !isResourceType(type)) return known;
  const link = linkTo(shapeOf(type)!);
  ofType.set(type, link);
  return link;
}

/** A resource in a resource: what is contained shares its container's scene, what a Bundle carries has its own. */
function nested(value: unknown, depth: number, scene: Scene, contained: boolean): boolean {
  if (!isObject(value)) return false;
  const link = linkOf(value.resourceType);
  if (!link) return false;
  if (!contained) return link.accept(value, depth, sceneOf(value));
  if (scene.resource !== scene.root) return false;
  scene.resource = value;
  const accepted = link.accept(value, depth, scene);
  scene.resource = scene.root;
  return accepted;
}

/** `_given` beside `given`: extensions for some items, null for the others. */
function siblings(values: unknown, others: unknown, { accept }: Link, depth: number, scene: Scene): boolean {
  if (!Array.isArray(others) || others.length === 0) return false;
  if (values !== undefined && (!Array.isArray(values) || others.length > values.length)) return false;
  return others.every((each, at) => {
    if (each === null) return Array.isArray(values) && values[at] !== null;
    return isObject(each) && accept(each, depth + 1, scene);
  });
}

/** `null` keeps a place for extensions. */
function isKept(others: unknown, at: number): boolean {
  return Array.isArray(others) && isObject(others[at]);
}

function hasCoding({ bySystem }: ValueSet, { coding, system, code }: Record<string, unknown>): boolean {
  if (!Array.isArray(coding)) return bySystem.get(system as string)?.has(code as string) ?? false;
  for (const each of coding) if (bySystem.get(each.system)?.has(each.code)) return true;
  return false;
}

/** The text asks what only the evaluator answers. */
function leave(): never {
  throw new Unsupported();
}
