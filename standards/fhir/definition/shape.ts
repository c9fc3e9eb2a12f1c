import { structures } from '../generated/structures.ts';
import { targetErrata } from './errata.data.ts';

/** What is known of a type: its elements by name (`value`) and its JSON properties (`valueQuantity`). */
export interface Shape {
  name: string;
  kind: 'resource' | 'complex' | 'primitive' | 'backbone';
  /** The name itself and every type it specialises, nearest first. */
  lineage: readonly string[];
  elements: ReadonlyMap<string, ElementShape>;
  properties: ReadonlyMap<string, Property>;
  /** Keys of the invariants on the type itself. */
  invariants: readonly string[];
}

/** An element of a type; one of several types (`value[x]`) has a property for each. */
export interface ElementShape {
  name: string;
  min: number;
  max: number;
  choice: boolean;
  properties: readonly Property[];
}

/** A property in JSON, with the type of its value. */
export interface Property {
  key: string;
  /** `_key`, where a primitive's id and extensions stand. */
  sibling: string | undefined;
  element: ElementShape;
  type: string;
  /** Resource types that a Reference may point to; empty is any. */
  targets: readonly string[];
  /** Types that official examples refer to all the same. */
  errata: readonly string[];
  valueSet: string | undefined;
  invariants: readonly string[];
  /** Filled on first use: types refer to each other in circles. */
  shape: Shape | undefined;
}

type ElementLine = [
  name: string,
  min: number,
  max: string,
  types: string,
  valueSet?: string,
  invariants?: string[],
];

interface TypeLine {
  kind: 'resource' | 'complex' | 'primitive';
  abstract?: boolean;
  profile?: boolean;
  base?: string;
  invariants: string[];
  elements: Record<string, ElementLine[]>;
}

const lines = new Map<string, TypeLine>();
const shapes = new Map<string, Shape>();

function lineOf(type: string): TypeLine | undefined {
  const known = lines.get(type);
  if (known || !Object.hasOwn(structures, type)) return known;
  const line = JSON.parse(structures[type]!) as TypeLine;
  lines.set(type, line);
  return line;
}

/** Every concrete resource type of R4 (4.0.1). */
export const resourceTypes: readonly string[] = Object.keys(structures)
  .filter(name => structures[name]!.startsWith('{"kind":"resource","base"'))
  .sort();

const resourceTypeSet: ReadonlySet<string> = new Set(resourceTypes);

/** Is this the name of a concrete resource type of R4? */
export function isResourceType(name: string): boolean {
  return resourceTypeSet.has(name);
}

/** The shape of a type or backbone element (`Observation.component`), made on first use. */
export function shapeOf(name: string): Shape | undefined {
  const known = shapes.get(name);
  if (known) return known;
  const cut = name.indexOf('.');
  const line = lineOf(cut < 0 ? name : name.slice(0, cut));
  if (!line || (cut >= 0 && !line.elements[name])) return undefined;
  const shape = cut < 0 ? typeShape(name, line) : backboneShape(name, line);
  shapes.set(name, shape);
  return shape;
}

/** The shape of a property's value. */
export function propertyShape(property: Property): Shape {
  property.shape ??= shapeOf(property.type)!;
  return property.shape;
}

function typeShape(name: string, line: TypeLine): Shape {
  const { kind, invariants } = line;
  return { name, kind, lineage: lineage(name), invariants, ...members(name, line) };
}

function backboneShape(name: string, line: TypeLine): Shape {
  return {
    name,
    kind: 'backbone',
    lineage: [name, 'BackboneElement', 'Element'],
    invariants: [],
    ...members(name, line),
  };
}

function lineage(name: string): string[] {
  const base = lineOf(name)?.base;
  return base ? [name, ...lineage(base)] : [name];
}

function members(path: string, line: TypeLine): Pick<Shape, 'elements' | 'properties'> {
  const elements = new Map<string, ElementShape>();
  const properties = new Map<string, Property>();
  for (const each of line.elements[path] ?? primitiveElements(line)) {
    const element = elementShape(path, each, line);
    elements.set(element.name, element);
    for (const property of element.properties) properties.set(property.key, property);
  }
  return { elements, properties };
}

/** In JSON a primitive's `id` and `extension` stand in the sibling `_name`. */
function primitiveElements(line: TypeLine): ElementLine[] {
  if (line.kind !== 'primitive') return [];
  return [
    ['id', 0, '1', 'string'],
    ['extension', 0, '*', 'Extension'],
  ];
}

function elementShape(path: string, each: ElementLine, line: TypeLine): ElementShape {
  const [name, min, max, types, valueSet, invariants = []] = each;
  const choice = name.endsWith('[x]');
  const properties: Property[] = [];
  const element = {
    name: choice ? name.slice(0, -3) : name,
    min,
    max: max === '*' ? Number.POSITIVE_INFINITY : Number(max),
    choice,
    properties,
  };
  for (const text of types.split(' ')) {
    const { type, targets, profile } = parseType(text, path, name, line);
    const key = choice ? element.name + type[0]!.toUpperCase() + type.slice(1) : name;
    properties.push({
      key,
      sibling: /^[a-z]/.test(type) ? `_${key}` : undefined,
      element,
      type,
      targets,
      errata: targetErrata[`${path}.${name}`]?.types ?? [],
      valueSet: valueSet || undefined,
      invariants: profile ? [...invariants, ...lineOf(profile)!.invariants] : invariants,
      shape: undefined,
    });
  }
  return element;
}

function parseType(text: string, path: string, name: string, line: TypeLine) {
  if (text.startsWith('#')) return { type: text.slice(1), targets: [] };
  const [, type, targets, profile] = /^(\w+)(?:\((.*)\))?(?::(\w+))?$/.exec(text)!;
  const backbone = line.elements[`${path}.${name}`] ? `${path}.${name}` : undefined;
  const allowed = targets?.split(',') ?? [];
  return { type: backbone ?? type!, targets: allowed.includes('Resource') ? [] : allowed, profile };
}
