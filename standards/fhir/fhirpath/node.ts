import {
  type ElementShape,
  isResourceType,
  type Property,
  propertyShape,
  type Shape,
  shapeOf,
} from '../definition/shape.ts';

/** A value with what is known of its type. */
export interface Node {
  value: unknown;
  shape: Shape;
  /** The `_name` object of a primitive: its id and extensions. */
  sibling?: object | undefined;
  /** Where it stands: its required value set, its reference targets. */
  property?: Property | undefined;
  /** The JSON object that it is a property of, and its place there: for who changes it. */
  parent?: Record<string, unknown>;
  index?: number;
}

export type Collection = readonly Node[];

export const empty: Collection = [];

/** Types of FHIRPath itself, which literals and results have. */
function systemShape(name: string): Shape {
  return {
    name,
    kind: 'primitive',
    lineage: [name],
    elements: new Map(),
    properties: new Map(),
    invariants: [],
  };
}

export const system = {
  Boolean: systemShape('System.Boolean'),
  String: systemShape('System.String'),
  Integer: systemShape('System.Integer'),
  Decimal: systemShape('System.Decimal'),
  Date: systemShape('System.Date'),
  DateTime: systemShape('System.DateTime'),
  Time: systemShape('System.Time'),
  Quantity: systemShape('System.Quantity'),
};

export const yes: Collection = [{ value: true, shape: system.Boolean }];
export const no: Collection = [{ value: false, shape: system.Boolean }];

/** `true`, `false` or nothing as a collection. */
export function booleans(value: boolean | undefined): Collection {
  return value === undefined ? empty : value ? yes : no;
}

export function strings(value: string | undefined): Collection {
  return value === undefined ? empty : [{ value, shape: system.String }];
}

export function integers(value: number | undefined): Collection {
  return value === undefined ? empty : [{ value, shape: system.Integer }];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The shape of a resource by its own `resourceType`; of what is no resource of R4, the abstract one. */
export function resourceShape(value: unknown): Shape {
  const type = isObject(value) ? value.resourceType : undefined;
  return shapeOf(typeof type === 'string' && isResourceType(type) ? type : 'Resource')!;
}

/** A resource as the node that expressions start from. */
export function resourceNode(value: unknown): Node {
  return { value, shape: resourceShape(value) };
}

/** Adds the children called `name` of a node. */
export function navigate(node: Node, name: string, into: Node[]): void {
  const element = node.shape.elements.get(name);
  if (!element) return;
  const parent = node.shape.kind === 'primitive' ? node.sibling : node.value;
  if (isObject(parent)) addElement(parent, element, into);
}

/** Has a node a child called `name`? */
export function hasChild(node: Node, name: string): boolean {
  const element = node.shape.elements.get(name);
  if (!element) return false;
  const found: Node[] = [];
  navigate(node, name, found);
  return found.length > 0;
}

/** Adds the children called `name` that have one of some types, where the definition leaves a choice. */
export function navigateTyped(
  node: Node,
  name: string,
  types: (shape: Shape) => boolean,
  into: Node[],
): void {
  const element = node.shape.elements.get(name);
  if (!element || !isObject(node.value)) return;
  for (const property of element.properties) {
    if (types(propertyShape(property))) addProperty(node.value, property, into);
  }
}

function addElement(parent: Record<string, unknown>, element: ElementShape, into: Node[]) {
  const { properties } = element;
  for (let at = 0; at < properties.length; at++) addProperty(parent, properties[at]!, into);
}

function addProperty(parent: Record<string, unknown>, property: Property, into: Node[]) {
  const value = parent[property.key];
  const sibling = property.sibling === undefined ? undefined : parent[property.sibling];
  if (value === undefined && sibling === undefined) return;
  if (Array.isArray(value) || Array.isArray(sibling)) addItems(parent, property, value, sibling, into);
  else addValue(parent, property, value, sibling, 0, into);
}

function addItems(
  parent: Record<string, unknown>,
  property: Property,
  values: unknown,
  siblings: unknown,
  into: Node[],
) {
  const list = Array.isArray(values) ? values : [];
  const others = Array.isArray(siblings) ? siblings : [];
  const length = Math.max(list.length, others.length);
  for (let at = 0; at < length; at++) addValue(parent, property, list[at], others[at], at, into);
}

function addValue(
  parent: Record<string, unknown>,
  property: Property,
  value: unknown,
  sibling: unknown,
  index: number,
  into: Node[],
) {
  if ((value === undefined || value === null) && !isObject(sibling)) return;
  const declared = propertyShape(property);
  const shape = declared.name === 'Resource' ? resourceShape(value) : declared;
  into.push({
    value: value ?? undefined,
    shape,
    sibling: isObject(sibling) ? sibling : undefined,
    property,
    parent,
    index,
  });
}

/** Adds every child of a node, in the order of the definition. */
export function addChildren(node: Node, into: Node[]): void {
  const parent = node.shape.kind === 'primitive' ? node.sibling : node.value;
  if (!isObject(parent)) return;
  for (const element of node.shape.elements.values()) addElement(parent, element, into);
}

/** Deeper than this is refused by the validator and not followed by expressions. */
export const depthLimit = 100;

/** Adds every descendant of a node, parents first. */
export function addDescendants(node: Node, into: Node[], depth = 0): void {
  const children: Node[] = [];
  addChildren(node, children);
  for (const child of children) {
    into.push(child);
    if (depth < depthLimit) addDescendants(child, into, depth + 1);
  }
}
