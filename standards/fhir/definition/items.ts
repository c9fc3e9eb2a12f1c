import { copyDecimals } from '../decimal.ts';
import type { Property } from './shape.ts';

/** One value of a property: what stands under its key, and under `_key` for a primitive. */
export interface Item {
  value: unknown;
  sibling?: unknown;
  /** Where the digits of a decimal are remembered, under `value`. */
  holder?: object;
}

type Holder = Record<string, unknown>;

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The values of a property, in order. */
export function itemsOf(parent: Holder, { key, sibling }: Property): Item[] {
  const values = listOf(parent[key]);
  const siblings = sibling === undefined ? [] : listOf(parent[sibling]);
  return Array.from({ length: Math.max(values.length, siblings.length) }, (_, at) => ({
    value: values[at] ?? undefined,
    sibling: siblings[at] ?? undefined,
  }));
}

function put(parent: Holder, key: string, values: unknown[], repeats: boolean): void {
  if (values.every(value => value === undefined)) delete parent[key];
  else parent[key] = repeats ? values.map(value => value ?? null) : values[0];
}

/** Writes the values of a property; none removes it. */
export function putItems(parent: Holder, property: Property, items: readonly Item[]): void {
  const repeats = property.element.max > 1;
  put(
    parent,
    property.key,
    items.map(({ value }) => value),
    repeats,
  );
  if (property.sibling !== undefined)
    put(
      parent,
      property.sibling,
      items.map(({ sibling }) => sibling),
      repeats,
    );
  const [only] = items;
  if (!repeats && only?.holder) copyDecimals(only.holder, 'value', parent, property.key);
}

/** Adds one value after those that are there. */
export function addTo(parent: Holder, property: Property, item: Item): void {
  putItems(parent, property, [...itemsOf(parent, property), item]);
}
