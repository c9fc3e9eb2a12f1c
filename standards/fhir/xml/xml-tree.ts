import { decodeHTMLStrict } from 'entities/decode';
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** What cannot be read as FHIR XML, and where. */
export class XmlError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'XmlError';
  }
}

/** An element of FHIR; a narrative is one piece of text. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** The markup of a narrative. */
  narrative?: string;
}

const fhir = 'http://hl7.org/fhir';
const xhtml = 'http://www.w3.org/1999/xhtml';
const ignored = /^(xmlns|xsi|xml)(:|$)/;

interface Reading {
  text: string;
  parser: SaxesParser<{ xmlns: true; position: true }>;
  root?: XmlElement;
  open: XmlElement[];
  /** Inside a narrative: where it began, and how deep. */
  narrative?: { start: number; depth: number; element: XmlElement };
  depth: number;
  limit: number;
}

const placed = ({ parser }: Reading, message: string): XmlError =>
  new XmlError(`Line ${parser.line}, column ${parser.column}: ${message}`);

function attributesOf(reading: Reading, tag: SaxesTagNS): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, { value }] of Object.entries(tag.attributes)) {
    if (ignored.test(name)) continue;
    if (!/^(id|url|value)$/.test(name)) throw placed(reading, `FHIR has no attribute ${name}.`);
    attributes[name] = value;
  }
  return attributes;
}

function addElement(reading: Reading, element: XmlElement): void {
  const parent = reading.open.at(-1);
  if (parent) parent.children.push(element);
  else reading.root = element;
}

function beginNarrative(reading: Reading, tag: SaxesTagNS): void {
  if (tag.name !== 'div')
    throw placed(reading, 'Only a div is of XHTML, and it is written without a prefix.');
  const element: XmlElement = { name: 'div', attributes: {}, children: [] };
  addElement(reading, element);
  const start = reading.text.lastIndexOf('<', reading.parser.position - 1);
  reading.narrative = { start, depth: reading.depth, element };
}

function open(reading: Reading, tag: SaxesTagNS): void {
  if (++reading.depth > reading.limit) throw placed(reading, `Nested deeper than ${reading.limit} levels.`);
  if (reading.narrative) return;
  if (tag.uri === xhtml) {
    beginNarrative(reading, tag);
    return;
  }
  if (tag.uri !== fhir) throw placed(reading, `${tag.name} is not in the namespace ${fhir}.`);
  const element = { name: tag.local, attributes: attributesOf(reading, tag), children: [] };
  addElement(reading, element);
  reading.open.push(element);
}

const inherited = /^<div(?![^>]*\sxmlns\s*=)/;

/** The markup as it was sent, with line ends as XML reads them and the namespace that it had from above. */
const markup = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(inherited, `<div xmlns="${xhtml}"`);

function close(reading: Reading): void {
  const { narrative, text, parser } = reading;
  if (!narrative) reading.open.pop();
  else if (narrative.depth === reading.depth) {
    narrative.element.narrative = markup(text.slice(narrative.start, parser.position));
    delete reading.narrative;
  }
  reading.depth--;
}

/** Entities of HTML that a narrative may name: the document declares none, and nothing is fetched. */
function knowEntities({ text, parser }: Reading): void {
  for (const [whole, name] of text.matchAll(/&([A-Za-z][A-Za-z0-9]*);/g)) {
    const character = decodeHTMLStrict(whole);
    if (character !== whole) parser.ENTITIES[name!] ??= character;
  }
}

function listen(reading: Reading): void {
  const { parser } = reading;
  parser.on('error', error => {
    throw new XmlError(error.message, { cause: error });
  });
  parser.on('doctype', () => {
    throw placed(reading, 'A document type is not read here: send the resource alone.');
  });
  parser.on('opentag', tag => open(reading, tag));
  parser.on('closetag', () => close(reading));
  const text = (found: string) => {
    if (!reading.narrative && found.trim() !== '')
      throw placed(reading, 'Text outside the narrative: FHIR writes values in the attribute value.');
  };
  parser.on('text', text);
  parser.on('cdata', text);
}

/**
 * Reads XML as a tree of FHIR elements. No document type, no entity of its own, nothing fetched.
 * @throws XmlError when it is not well-formed, or not FHIR's namespaces and attributes
 */
export function readXml(text: string, limit: number): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const reading: Reading = { text: text.replace(/^\ufeff/, ''), parser, open: [], depth: 0, limit };
  knowEntities(reading);
  listen(reading);
  parser.write(reading.text).close();
  if (!reading.root) throw new XmlError('There is no element.');
  return reading.root;
}
