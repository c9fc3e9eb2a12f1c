import { cloneJson, keepDigits } from '../decimal.ts';
import { type Item, putItems } from '../definition/items.ts';
import { isResourceType, type Property, propertyShape, type Shape, shapeOf } from '../definition/shape.ts';
import type { Resource } from '../resource.ts';
import { readXml, type XmlElement, XmlError } from './xml-tree.ts';

export { XmlError } from './xml-tree.ts';

type Value = Record<string, unknown>;

/** Digits as FHIR writes them; JSON's numbers are the same. */
const decimal = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const integer = /^-?(0|[1-9]\d*)$/;
const integers = new Set(['integer', 'positiveInt', 'unsignedInt']);

/** What is no number or truth value stays text: validation says what should stand there. */
function primitive(type: string, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'decimal') return decimal.test(text) ? Number(text) : text;
  return integers.has(type) && integer.test(text) ? Number(text) : text;
}

function primitiveItem({ attributes, children }: XmlElement, property: Property, at: string): Item {
  const { id, value: text } = attributes;
  const sibling: Value = id === undefined ? {} : { id };
  fill(sibling, children, propertyShape(property), at);
  const isAlone = Object.keys(sibling).length === 0;
  if (text === undefined && isAlone) throw new XmlError(`${at} has neither a value nor extensions.`);
  const value = text === undefined ? undefined : primitive(property.type, text);
  const holder = { value };
  if (typeof value === 'number') keepDigits(holder, 'value', text!);
  return { value, sibling: isAlone ? undefined : sibling, holder };
}

function complexItem({ attributes, children }: XmlElement, shape: Shape, at: string): Item {
  const { id, url, value: text } = attributes;
  if (text !== undefined) throw new XmlError(`${at} is a ${shape.name}: it has elements, not a value.`);
  if (url !== undefined && shape.name !== 'Extension') throw new XmlError(`${at} has no attribute url.`);
  const value: Value = { ...(id === undefined ? {} : { id }), ...(url === undefined ? {} : { url }) };
  fill(value, children, shape, at);
  return { value };
}

function containedItem({ children }: XmlElement, at: string): Item {
  const [only] = children;
  if (!only || children.length > 1) throw new XmlError(`${at} holds one resource.`);
  return { value: toResource(only, at) };
}

function toItem(element: XmlElement, property: Property, at: string): Item {
  const shape = propertyShape(property);
  if (shape.name === 'xhtml') return { value: element.narrative };
  if (element.narrative !== undefined) throw new XmlError(`${at} is no narrative.`);
  if (shape.name === 'Resource') return containedItem(element, at);
  return shape.kind === 'primitive' ? primitiveItem(element, property, at) : complexItem(element, shape, at);
}

function fill(value: Value, children: readonly XmlElement[], shape: Shape, at: string): void {
  for (const [name, elements] of Map.groupBy(children, child => child.name)) {
    const property = shape.properties.get(name);
    if (!property) throw new XmlError(`${at} has no element ${name} in R4.`);
    const repeats = property.element.max > 1;
    if (!repeats && elements.length > 1)
      throw new XmlError(`${at}.${name} is there ${elements.length} times.`);
    const place = (i: number) => `${at}.${name}${repeats ? `[${i}]` : ''}`;
    putItems(
      value,
      property,
      elements.map((element, i) => toItem(element, property, place(i))),
    );
  }
}

function toResource({ name, attributes, children }: XmlElement, at?: string): Resource {
  if (!isResourceType(name)) throw new XmlError(`${name} is not a resource type of FHIR R4.`);
  if (Object.keys(attributes).length > 0) throw new XmlError(`${at ?? name}: a resource has no attributes.`);
  const resource: Resource = { resourceType: name };
  fill(resource, children, shapeOf(name)!, at ?? name);
  return resource;
}

/**
 * Reads FHIR XML (R4 2.6.1) as the resource that its JSON would be, decimals with their digits. Elements may come in any
 * order: validation of the content is another step.
 * @param depth how deep elements may lie within one another
 * @throws XmlError that says where and what
 */
export function parseXml(text: string, { depth = 100 } = {}): Resource {
  return cloneJson(toResource(readXml(text, depth))) as Resource;
}
