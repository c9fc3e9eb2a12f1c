import { decodeHTMLStrict } from 'entities/decode';
import { textOfNumber } from '../decimal.ts';
import { type Property, propertyShape, type Shape } from '../definition/shape.ts';
import { isObject, resourceShape } from '../fhirpath/node.ts';
import type { Resource } from '../resource.ts';

type Parent = Record<string, unknown>;

interface Writer {
  out: string[];
  /** One element a line, for a person. */
  pretty: boolean;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

// What XML 1.0 cannot hold (§2.2): controls, halves of surrogate pairs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unspeakable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

const escaped = (text: string): string =>
  text.replace(unspeakable, '\ufffd').replace(/[&<>"\t\n\r]/g, character => escapes[character]!);

const attribute = (name: string, value: unknown): string =>
  value === undefined || value === null ? '' : ` ${name}="${escaped(String(value))}"`;

const own = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/** A narrative as XML holds it: entities that only HTML knows become the characters that they name. */
const narrative = (div: string): string =>
  div
    .replace(unspeakable, '\ufffd')
    .replace(/&([A-Za-z][A-Za-z0-9]*);/g, (whole, name: string) =>
      own.has(name) ? whole : decodeHTMLStrict(whole),
    );

const line = ({ pretty }: Writer, depth: number): string => (pretty ? `\n${'  '.repeat(depth)}` : '');

/** Is it an attribute of its element, not a child (R4 2.6.1.1)? */
const isAttribute = (shape: Shape, name: string): boolean =>
  shape.kind !== 'resource' && (name === 'id' || (name === 'url' && shape.name === 'Extension'));

function writeChildren(writer: Writer, value: Parent, shape: Shape, depth: number): void {
  for (const [name, { properties }] of shape.elements) {
    if (isAttribute(shape, name)) continue;
    for (const property of properties) writeProperty(writer, value, property, depth);
  }
}

function writeProperty(writer: Writer, parent: Parent, property: Property, depth: number): void {
  const value = parent[property.key];
  const sibling = property.sibling === undefined ? undefined : parent[property.sibling];
  if (value === undefined && sibling === undefined) return;
  if (!Array.isArray(value) && !Array.isArray(sibling)) {
    const text = typeof value === 'number' ? textOfNumber(parent, property.key, value) : value;
    writeItem(writer, property, text, sibling, depth);
    return;
  }
  const [values, siblings] = [value, sibling].map(one => (Array.isArray(one) ? one : [])) as [
    unknown[],
    unknown[],
  ];
  const length = Math.max(values.length, siblings.length);
  for (let at = 0; at < length; at++) writeItem(writer, property, values[at], siblings[at], depth);
}

function writeItem(
  writer: Writer,
  property: Property,
  value: unknown,
  sibling: unknown,
  depth: number,
): void {
  const shape = propertyShape(property);
  writer.out.push(line(writer, depth));
  if (shape.name === 'xhtml') writer.out.push(narrative(String(value)));
  else if (shape.name === 'Resource') writeContained(writer, property.key, value, depth);
  else if (shape.kind === 'primitive') writePrimitive(writer, property.key, value, sibling, shape, depth);
  else if (isObject(value)) writeElement(writer, property.key, value, shape, depth);
}

function writeContained(writer: Writer, tag: string, value: unknown, depth: number): void {
  writer.out.push(`<${tag}>`, line(writer, depth + 1));
  writeResource(writer, value as Resource, depth + 1);
  writer.out.push(line(writer, depth), `</${tag}>`);
}

function writePrimitive(
  writer: Writer,
  tag: string,
  value: unknown,
  sibling: unknown,
  shape: Shape,
  depth: number,
): void {
  const more = isObject(sibling) ? sibling : {};
  const start = `<${tag}${attribute('id', more.id)}${attribute('value', value)}`;
  close(writer, tag, start, depth, () => writeChildren(writer, more, shape, depth + 1));
}

function writeElement(writer: Writer, tag: string, value: Parent, shape: Shape, depth: number): void {
  const url = shape.name === 'Extension' ? attribute('url', value.url) : '';
  const start = `<${tag}${attribute('id', value.id)}${url}`;
  close(writer, tag, start, depth, () => writeChildren(writer, value, shape, depth + 1));
}

function close(writer: Writer, tag: string, start: string, depth: number, children: () => void): void {
  const at = writer.out.push(start);
  children();
  if (writer.out.length === at) writer.out[at - 1] = `${start}/>`;
  else {
    writer.out[at - 1] = `${start}>`;
    writer.out.push(line(writer, depth), `</${tag}>`);
  }
}

function writeResource(writer: Writer, resource: Resource, depth: number): void {
  const root = depth === 0 ? ' xmlns="http://hl7.org/fhir"' : '';
  const type = resource.resourceType;
  close(writer, type, `<${type}${root}`, depth, () =>
    writeChildren(writer, resource, resourceShape(resource), depth + 1),
  );
}

/**
 * A resource as FHIR XML (R4 2.6.1): elements in the order of the definitions, decimals with their digits, narratives
 * as they are. Elements that R4 does not know are not written.
 */
export function formatXml(resource: Resource, { pretty = false } = {}): string {
  const writer: Writer = { out: ['<?xml version="1.0" encoding="UTF-8"?>', '\n'], pretty };
  writeResource(writer, resource, 0);
  return `${writer.out.join('')}\n`;
}
