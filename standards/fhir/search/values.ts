import { earliest, latest, parseDateInterval } from '../date-interval.ts';
import { isObject, type Node } from '../fhirpath/node.ts';
import { parseReference } from '../reference.ts';
import type { QuantityValue, ReferenceValue, SearchValue, TokenValue } from '../search-value.ts';
import { valueSet } from '../validation/value-set.ts';

/** Adds the search values of one node, by the kind of parameter and the type of the node. */
export type Convert = (node: Node, param: string, into: SearchValue[]) => void;

type Fields = Record<string, unknown>;

export const converters = {
  token,
  string,
  reference,
  date,
  number,
  quantity,
  uri,
} satisfies Record<string, Convert>;

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** R4 3.1.1.4.10. */
function token({ value, shape, property }: Node, param: string, into: SearchValue[]) {
  if (isObject(value)) {
    if (shape.name === 'CodeableConcept') return conceptTokens(value, param, into);
    if (shape.name === 'Identifier') return pushToken(into, identifierToken(value, param));
    if (shape.name === 'ContactPoint')
      return pushToken(into, { kind: 'token', param, code: text(value.value) });
    if (shape.name === 'Coding') return pushToken(into, codingToken(value, param));
    return;
  }
  if (value === undefined) return;
  const code = String(value);
  const system =
    shape.name === 'code' && property?.valueSet ? implicitSystem(property.valueSet, code) : undefined;
  pushToken(into, system ? { kind: 'token', param, system, code } : { kind: 'token', param, code });
}

/** A `code` has the system of its binding. */
function implicitSystem(url: string, code: string): string | undefined {
  for (const [system, codes] of valueSet(url)?.bySystem ?? []) if (codes.has(code)) return system;
  return undefined;
}

function pushToken(into: SearchValue[], value: TokenValue) {
  if (value.code !== undefined || value.text !== undefined || value.system !== undefined) into.push(value);
}

function codingToken({ system, code, display }: Fields, param: string): TokenValue {
  const value: TokenValue = { kind: 'token', param };
  if (typeof system === 'string') value.system = system;
  if (typeof code === 'string') value.code = code;
  if (typeof display === 'string') value.text = display;
  return value;
}

function conceptTokens(concept: Fields, param: string, into: SearchValue[]) {
  for (const coding of list(concept.coding))
    if (isObject(coding)) pushToken(into, codingToken(coding, param));
  const words = text(concept.text);
  if (words !== undefined) into.push({ kind: 'token', param, text: words });
}

function identifierToken(identifier: Fields, param: string): TokenValue {
  const value = codingToken({ system: identifier.system, code: identifier.value }, param);
  const type = isObject(identifier.type) ? identifier.type : {};
  if (typeof type.text === 'string') value.text = type.text;
  const codings = list(type.coding).filter(isObject);
  if (codings.length > 0) {
    value.ofType = codings.map(({ system, code }) => ({ system: text(system), code: text(code) }));
  }
  return value;
}

const stringParts: Record<string, string[]> = {
  HumanName: ['text', 'family', 'given', 'prefix', 'suffix'],
  Address: ['text', 'line', 'city', 'district', 'state', 'postalCode', 'country'],
  CodeableConcept: ['text'],
  Annotation: ['text'],
  ContactPoint: ['value'],
};

/** R4 3.1.1.4.9: of a name or an address, each part. */
function string({ value, shape }: Node, param: string, into: SearchValue[]) {
  if (!isObject(value)) {
    if (value !== undefined) into.push({ kind: 'string', param, value: String(value) });
    return;
  }
  for (const part of stringParts[shape.name] ?? []) {
    for (const each of list(value[part])) {
      if (typeof each === 'string') into.push({ kind: 'string', param, value: each });
    }
  }
  if (shape.name === 'CodeableConcept') {
    for (const coding of list(value.coding)) {
      if (isObject(coding) && typeof coding.display === 'string')
        into.push({ kind: 'string', param, value: coding.display });
    }
  }
}

/** R4 3.1.1.4.12. A reference into the resource itself (`#…`) leads nowhere for a search. */
function reference({ value, shape }: Node, param: string, into: SearchValue[]) {
  if (typeof value === 'string') {
    into.push({ kind: 'reference', param, ...relative(value), url: value });
    return;
  }
  if (!isObject(value)) return;
  if (shape.kind === 'resource') return embedded(value, param, into);
  const found: ReferenceValue = { kind: 'reference', param };
  const { reference: url, identifier } = value;
  if (typeof url === 'string' && url.charCodeAt(0) !== 35) {
    const parts = parseReference(url);
    if (parts && !parts.absolute) {
      found.type = parts.type;
      found.id = parts.id;
    }
    found.url = url;
  }
  if (isObject(identifier))
    found.identifier = { system: text(identifier.system), value: text(identifier.value) };
  if (found.url !== undefined || found.identifier) into.push(found);
}

function relative(reference: string): { type: string; id: string } | undefined {
  const parts = parseReference(reference);
  return parts && !parts.absolute ? { type: parts.type, id: parts.id } : undefined;
}

/** `Bundle?composition`: the resource stands in the bundle itself. */
function embedded({ resourceType, id }: Fields, param: string, into: SearchValue[]) {
  if (typeof resourceType !== 'string' || typeof id !== 'string') return;
  into.push({ kind: 'reference', param, type: resourceType, id, url: `${resourceType}/${id}` });
}

/** R4 3.1.1.4.7: the interval of the precision; of a Timing only the outer limits. */
function date({ value, shape }: Node, param: string, into: SearchValue[]) {
  if (typeof value === 'string') return pushInterval(into, param, parseDateInterval(value));
  if (!isObject(value)) return;
  if (shape.name === 'Period') pushInterval(into, param, period(value));
  if (shape.name === 'Timing') pushInterval(into, param, timing(value));
}

interface Interval {
  low: number;
  high: number;
}

function pushInterval(into: SearchValue[], param: string, interval: Interval | undefined) {
  if (interval) into.push({ kind: 'date', param, low: interval.low, high: interval.high });
}

function period({ start, end }: Fields): Interval | undefined {
  const from = typeof start === 'string' ? parseDateInterval(start) : undefined;
  const to = typeof end === 'string' ? parseDateInterval(end) : undefined;
  return from || to ? { low: from?.low ?? earliest, high: to?.high ?? latest } : undefined;
}

function timing({ event, repeat }: Fields): Interval | undefined {
  const bounds = isObject(repeat) && isObject(repeat.boundsPeriod) ? period(repeat.boundsPeriod) : undefined;
  const events = list(event).map(each => (typeof each === 'string' ? parseDateInterval(each) : undefined));
  const all = [bounds, ...events].filter(each => each !== undefined);
  if (all.length === 0) return undefined;
  return { low: Math.min(...all.map(each => each.low)), high: Math.max(...all.map(each => each.high)) };
}

/** R4 3.1.1.4.8: a stored number is itself; precision is the search's. */
function number({ value }: Node, param: string, into: SearchValue[]) {
  if (typeof value === 'number') into.push({ kind: 'number', param, low: value, high: value });
  else if (isObject(value)) {
    const interval = range(value);
    if (interval) into.push({ kind: 'number', param, ...interval });
  }
}

/** R4 3.1.1.4.11. A comparator opens the interval on its side; a Range is its bounds. */
function quantity({ value, shape }: Node, param: string, into: SearchValue[]) {
  if (!isObject(value)) return;
  if (shape.name === 'Money') return money(value, param, into);
  if (shape.name === 'Range') return rangeQuantity(value, param, into);
  const interval = amount(value);
  if (interval && shape.lineage.includes('Quantity'))
    into.push(inUnits({ kind: 'quantity', param, low: interval.low, high: interval.high }, value));
}

const most = Number.MAX_VALUE;

function amount({ value, comparator }: Fields): Interval | undefined {
  if (typeof value !== 'number') return undefined;
  if (comparator === '<' || comparator === '<=') return { low: -most, high: value };
  if (comparator === '>' || comparator === '>=') return { low: value, high: most };
  return { low: value, high: value };
}

function range({ low, high }: Fields): Interval | undefined {
  const from = isObject(low) && typeof low.value === 'number' ? low.value : undefined;
  const to = isObject(high) && typeof high.value === 'number' ? high.value : undefined;
  return from === undefined && to === undefined ? undefined : { low: from ?? -most, high: to ?? most };
}

function rangeQuantity(value: Fields, param: string, into: SearchValue[]) {
  const interval = range(value);
  const side = isObject(value.low) ? value.low : isObject(value.high) ? value.high : {};
  if (interval) into.push(inUnits({ kind: 'quantity', param, low: interval.low, high: interval.high }, side));
}

function money({ value, currency }: Fields, param: string, into: SearchValue[]) {
  if (typeof value !== 'number') return;
  const code = text(currency);
  into.push({
    kind: 'quantity',
    param,
    low: value,
    high: value,
    system: 'urn:iso:std:iso:4217',
    ...(code ? { code } : {}),
  });
}

function inUnits(quantity: QuantityValue, { system, code, unit }: Fields): QuantityValue {
  if (typeof system === 'string') quantity.system = system;
  if (typeof code === 'string') quantity.code = code;
  if (typeof unit === 'string') quantity.unit = unit;
  return quantity;
}

/** R4 3.1.1.4.13. */
function uri({ value }: Node, param: string, into: SearchValue[]) {
  if (typeof value === 'string') into.push({ kind: 'uri', param, value });
}
