import { type Interval, parseDateInterval } from '../date-interval.ts';
import { type Collection, isObject, type Node } from './node.ts';

export type Family = 'String' | 'Boolean' | 'Number' | 'Date' | 'Time' | 'Quantity' | 'Other';

const families: Record<string, Family> = {
  'System.Boolean': 'Boolean',
  'System.Integer': 'Number',
  'System.Decimal': 'Number',
  'System.Date': 'Date',
  'System.DateTime': 'Date',
  'System.Time': 'Time',
  'System.Quantity': 'Quantity',
  boolean: 'Boolean',
  integer: 'Number',
  positiveInt: 'Number',
  unsignedInt: 'Number',
  decimal: 'Number',
  date: 'Date',
  dateTime: 'Date',
  instant: 'Date',
  time: 'Time',
};

/** What a node's value is compared as. */
export function familyOf({ shape }: Node): Family {
  if (shape.kind === 'primitive') return families[shape.name] ?? 'String';
  return shape.lineage.includes('Quantity') ? 'Quantity' : 'Other';
}

/** Are two nodes equal? Undefined where precision does not tell (`@2012 = @2012-01`). */
export function equals(left: Node, right: Node): boolean | undefined {
  if (left.value === right.value) return true;
  const family = familyOf(left);
  const other = familyOf(right);
  if (isDateText(left, family) && isDateText(right, other) && (family === 'Date' || other === 'Date')) {
    const order = compareDates(String(left.value), String(right.value));
    return order === undefined ? undefined : order === 0;
  }
  if (family === 'Quantity' && other === 'Quantity') return compareQuantities(left.value, right.value) === 0;
  return same(left.value, right.value);
}

/** Negative, zero or positive; undefined where units or precision do not tell. */
export function compare(left: Node, right: Node): number | undefined {
  const family = familyOf(left);
  const other = familyOf(right);
  if (family === 'Quantity' || other === 'Quantity') return compareQuantities(left.value, right.value);
  if (isDateText(left, family) && isDateText(right, other) && (family === 'Date' || other === 'Date')) {
    return compareDates(String(left.value), String(right.value));
  }
  if (typeof left.value === 'number' && typeof right.value === 'number') return left.value - right.value;
  if (typeof left.value !== 'string' || typeof right.value !== 'string') return undefined;
  return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
}

function isDateText(node: Node, family: Family): boolean {
  return family === 'Date' || (family === 'String' && typeof node.value === 'string');
}

function compareDates(left: string, right: string): number | undefined {
  const a = parseDateInterval(left);
  const b = parseDateInterval(right);
  if (!a || !b) return undefined;
  if (a.high <= b.low) return -1;
  if (a.low >= b.high) return 1;
  return width(a) === width(b) || isClock(left, right) ? a.low - b.low : undefined;
}

/** Seconds and their fractions are one precision (FHIRPath 2.0, Comparison). */
function isClock(left: string, right: string): boolean {
  return left.length >= 19 && right.length >= 19;
}

/** Months and years differ in length, so precision is told by order of magnitude. */
function width({ low, high }: Interval): number {
  const days = (high - low) / 86_400_000;
  return days >= 365 ? 4 : days >= 28 ? 3 : days >= 1 ? 2 : 1;
}

function compareQuantities(left: unknown, right: unknown): number | undefined {
  if (!isObject(left) || !isObject(right)) return undefined;
  if (typeof left.value !== 'number' || typeof right.value !== 'number') return undefined;
  return unitOf(left) === unitOf(right) ? left.value - right.value : undefined;
}

function unitOf(quantity: Record<string, unknown>): string {
  return String(quantity.code ?? quantity.unit ?? '');
}

/** Equality of JSON. */
function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, at) => same(each, right[at]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every(key => same(left[key], right[key]));
}

/** A text that is the same for equal nodes only, so that sets need no comparison of all with all. */
export function identity(node: Node): unknown {
  if (typeof node.value === 'object' && node.value !== null) return JSON.stringify(sorted(node.value));
  return node.value === undefined
    ? JSON.stringify(node.sibling)
    : typeof node.value === 'string'
      ? `"${node.value}`
      : node.value;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  );
}

/** Each node once, the first of equals kept. */
export function distinct(collection: Collection): Collection {
  if (collection.length < 2) return collection;
  const seen = new Map<unknown, Node>();
  for (const node of collection) {
    const key = identity(node);
    if (!seen.has(key)) seen.set(key, node);
  }
  return seen.size === collection.length ? collection : [...seen.values()];
}
