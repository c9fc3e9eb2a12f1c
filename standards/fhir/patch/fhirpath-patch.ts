import { cloneJson } from '../decimal.ts';
import { addTo, type Item, itemsOf, putItems } from '../definition/items.ts';
import { type Property, propertyShape, type Shape } from '../definition/shape.ts';
import { compileParsed } from '../fhirpath/compile.ts';
import { FhirPathError } from '../fhirpath/lexer.ts';
import { isObject, type Node, resourceNode } from '../fhirpath/node.ts';
import { type Expression, parse } from '../fhirpath/parser.ts';
import type { Resource } from '../resource.ts';
import { type Part, propertyFor, toGiven } from './part.ts';
import { longestResult, mostOperations, notTooDeep, PatchError } from './patch-error.ts';

/** One operation of a FHIRPath Patch, understood. */
export interface FhirPathOperation {
  type: string;
  path: Expression;
  name?: string;
  value?: Part;
  index?: number;
  source?: number;
  destination?: number;
  /** FHIRPath of the operation within the Parameters. */
  at: string;
}

const longestPath = 1_000;

/** Which parts each kind of operation must have (R4 FHIRPath Patch). */
const needs: Readonly<Record<string, readonly (keyof FhirPathOperation)[]>> = {
  add: ['name', 'value'],
  insert: ['index', 'value'],
  delete: [],
  replace: ['value'],
  move: ['source', 'destination'],
};

const wrong = (at: string, text: string, cause?: unknown): PatchError => new PatchError(at, text, { cause });

/** A pattern that somebody sends may be one that never ends. */
const patterns = /"name":"(matches|replaceMatches)"/;

function parsePath(text: unknown, at: string): Expression {
  if (typeof text !== 'string' || text.length > longestPath)
    throw wrong(at, `path is a FHIRPath of at most ${longestPath} characters.`);
  try {
    const expression = parse(text);
    if (patterns.test(JSON.stringify(expression))) throw wrong(at, 'A path of a patch uses no patterns.');
    return expression;
  } catch (error) {
    if (error instanceof FhirPathError) throw wrong(at, `path: ${error.message}.`, error);
    throw error;
  }
}

const plainValue = (part: Part | undefined): unknown => {
  const key = Object.keys(part ?? {}).find(name => /^value[A-Z]/.test(name));
  return key === undefined ? undefined : part![key];
};

function numberOf(part: Part | undefined, at: string): number | undefined {
  const value = plainValue(part);
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || (value as number) < 0)
    throw wrong(at, `${part!.name} is a place in the list: 0 or more.`);
  return value as number;
}

function toOperation(parameter: unknown, at: string): FhirPathOperation {
  const parts = isObject(parameter) && Array.isArray(parameter.part) ? (parameter.part as Part[]) : [];
  if (!isObject(parameter) || parameter.name !== 'operation')
    throw wrong(at, 'Each parameter of a FHIRPath Patch is an operation, with parts type and path.');
  const part = (name: string) => parts.find(one => one?.name === name);
  const name = plainValue(part('name'));
  const operation: FhirPathOperation = {
    type: String(plainValue(part('type'))),
    path: parsePath(plainValue(part('path')), at),
    ...(typeof name === 'string' ? { name } : {}),
    value: part('value'),
    index: numberOf(part('index'), at),
    source: numberOf(part('source'), at),
    destination: numberOf(part('destination'), at),
    at,
  };
  const needed = Object.hasOwn(needs, operation.type) ? needs[operation.type]! : undefined;
  if (!needed) throw wrong(at, 'type is add, insert, delete, replace or move.');
  const missing = needed.find(one => operation[one] === undefined);
  if (missing) throw wrong(at, `${operation.type} needs ${missing}.`);
  return operation;
}

/**
 * Reads a FHIRPath Patch: `Parameters` of operations.
 * @throws PatchError when it is none
 */
export function parseFhirPathPatch(parameters: Resource): FhirPathOperation[] {
  const list = parameters.parameter;
  if (parameters.resourceType !== 'Parameters' || !Array.isArray(list))
    throw wrong('Parameters', 'A FHIRPath Patch is a Parameters resource of operations.');
  if (list.length > mostOperations)
    throw wrong('Parameters', `More than ${mostOperations} operations: send the patch in parts.`);
  return list.map((parameter, i) => toOperation(parameter, `Parameters.parameter[${i}]`));
}

function find(resource: Resource, path: Expression, at: string): readonly Node[] {
  const node = resourceNode(resource);
  try {
    return compileParsed(path)([node], { resource: node, rootResource: node, context: [node] });
  } catch (error) {
    if (error instanceof FhirPathError) throw wrong(at, `path: ${error.message}.`, error);
    throw error;
  }
}

function findOne(resource: Resource, path: Expression, at: string): Node {
  const found = find(resource, path, at);
  if (found.length === 1) return found[0]!;
  throw wrong(
    at,
    found.length === 0 ? 'path finds nothing.' : `path finds ${found.length} elements: name one.`,
  );
}

/** The property that an element is in; the resource itself is in none. */
function placeOf({ parent, property, index }: Node, at: string) {
  if (!parent || !property) throw wrong(at, 'path finds no element of the resource.');
  return { parent, property, index: index! };
}

interface List {
  parent: Record<string, unknown>;
  property: Property;
  items: Item[];
}

/** The list that a path names: `Patient.identifier`, also while it is empty. */
function listOf(resource: Resource, { path, at }: FhirPathOperation): List {
  const target = path.kind === 'member' ? path.target : undefined;
  if (path.kind !== 'member' || !target) throw wrong(at, 'path names a list, as Patient.identifier.');
  const node = findOne(resource, target, at);
  const property = node.shape.properties.get(path.name);
  if (!property || !isObject(node.value)) throw wrong(at, `${node.shape.name} has no list ${path.name}.`);
  return { parent: node.value, property, items: itemsOf(node.value, property) };
}

function add(resource: Resource, { path, name, value, at }: FhirPathOperation): void {
  const node = findOne(resource, path, at);
  const parent = node.shape.kind === 'primitive' ? node.sibling : node.value;
  if (!isObject(parent)) throw wrong(at, 'path finds an element that has no elements of its own.');
  const { shape } = node;
  const given = toGiven(value!, one => propertyShape(propertyFor(shape, name!, one, at)), at);
  const property = propertyFor(shape, name!, given, at);
  const stands = property.element.properties.some(one => itemsOf(parent, one).length > 0);
  if (stands && property.element.max === 1) throw wrong(at, `${name} is there already: replace it.`);
  addTo(parent, property, given);
}

function insert(resource: Resource, operation: FhirPathOperation): void {
  const { parent, property, items } = listOf(resource, operation);
  const given = toGiven(operation.value!, () => propertyShape(property), operation.at);
  if (operation.index! > items.length) throw wrong(operation.at, `The list has ${items.length} items only.`);
  if (property.element.max === 1) throw wrong(operation.at, `${property.key} is no list: add or replace it.`);
  putItems(parent, property, items.toSpliced(operation.index!, 0, given));
}

function remove(resource: Resource, { path, at }: FhirPathOperation): void {
  const found = find(resource, path, at);
  // Nothing to delete is no error: it is as it should be.
  if (found.length === 0) return;
  const { parent, property, index } = placeOf(findOne(resource, path, at), at);
  putItems(parent, property, itemsOf(parent, property).toSpliced(index, 1));
}

function replace(resource: Resource, { path, value, at }: FhirPathOperation): void {
  const node = findOne(resource, path, at);
  const { parent, property, index } = placeOf(node, at);
  const holder = shapeOfParent(property);
  const given = toGiven(value!, () => node.shape, at);
  const wanted = property.element.choice ? propertyFor(holder, property.element.name, given, at) : property;
  const items = itemsOf(parent, property);
  if (wanted !== property) putItems(parent, property, []);
  putItems(parent, wanted, items.with(index, given));
}

/** A shape of one element: enough to choose among its types. */
const shapeOfParent = ({ element }: Property): Shape => ({
  name: element.name,
  kind: 'backbone',
  lineage: [],
  elements: new Map([[element.name, element]]),
  properties: new Map(),
  invariants: [],
});

function move(resource: Resource, operation: FhirPathOperation): void {
  const { source, destination, at } = operation;
  const { parent, property, items } = listOf(resource, operation);
  if (source! >= items.length || destination! >= items.length)
    throw wrong(at, `The list has ${items.length} items only.`);
  putItems(parent, property, items.toSpliced(source!, 1).toSpliced(destination!, 0, items[source!]!));
}

const operations = { add, insert, delete: remove, replace, move } as const;

/**
 * Applies a FHIRPath Patch (https://hl7.org/fhir/R4/fhirpatch.html) to a copy: all operations, in order, or none.
 * @throws PatchError
 */
export function applyFhirPathPatch(resource: Resource, patch: readonly FhirPathOperation[]): Resource {
  return notTooDeep('Parameters', () => {
    const patched = cloneJson(resource) as Resource;
    for (const operation of patch) operations[operation.type as keyof typeof operations](patched, operation);
    if (JSON.stringify(patched).length > longestResult)
      throw wrong('Parameters', `The resource becomes longer than ${longestResult} characters.`);
    return cloneJson(patched) as Resource;
  });
}
