/**
 * Decimals as they were written. `4.40` says more than `4.4`: the precision of a decimal is part of its value
 * (R4 2.24.0.1), and a JSON number loses it. The texts are kept beside the numbers, under symbols: they follow
 * spreads and copies, and nobody else sees them.
 */
const texts = Symbol('decimal texts');
const holds = Symbol('holds decimal texts');

type Holder = Record<PropertyKey, unknown> & { [texts]?: Record<string, string>; [holds]?: true };

/**
 * A number in JSON whose text would not be written again: zeros at its end, an exponent, more than 15 digits, a zero below
 * zero, less than a millionth. Each part is bounded: a text made to be tried in many ways (a million digits) is read in one
 * pass.
 */
const peculiar =
  /[:[,]\s*(?:-0\s*[,}\]]|-?(?:(?=\d[\d.]{15})|0\.0{6}|\d{1,15}(?!\d)(?:\.\d{0,14}0\s*[,}\]]|(?:\.\d{0,14})?[eE])))/;

function keep(holder: Holder, key: string, text: string): void {
  holder[texts] ??= {};
  holder[texts][key] = text;
}

/** Marks every resource above such a decimal, so that writing one that has none costs nothing. */
function mark(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const holder = value as Holder;
  let found = holder[texts] !== undefined;
  for (const item of Object.values(holder)) if (mark(item)) found = true;
  if (found && typeof holder.resourceType === 'string') holder[holds] = true;
  return found;
}

type Reviver = (this: Holder, key: string, value: unknown, context: { source?: string }) => unknown;
const parseWith = JSON.parse as (text: string, reviver: Reviver) => unknown;
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/**
 * `JSON.parse`, remembering how decimals were written.
 * @throws SyntaxError when it is not JSON
 */
export function parseJson(text: string): unknown {
  if (!peculiar.test(text)) return JSON.parse(text);
  const value = parseWith(text, function (key, item, { source }) {
    if (typeof item === 'number' && source !== undefined && source !== String(item)) keep(this, key, source);
    return item;
  });
  mark(value);
  return value;
}

/** `JSON.stringify`, with the decimals of a resource as they were written, where they have not changed since. */
export function formatJson(resource: object): string {
  if (!(resource as Holder)[holds]) return JSON.stringify(resource);
  return JSON.stringify(resource, function (this: Holder, key: string, value: unknown) {
    const text = typeof value === 'number' ? this[texts]?.[key] : undefined;
    return text !== undefined && Number(text) === value ? rawJson(text) : value;
  });
}

/** A number of a resource as text, with the digits that it was written with. */
export function textOfNumber(holder: object, key: string, value: number): string {
  const text = (holder as Holder)[texts]?.[key];
  return text !== undefined && Number(text) === value ? text : String(value);
}

/** Remembers how the number under `key` was written. Whoever writes the resource first takes a copy (`cloneJson`). */
export function keepDigits(holder: object, key: string, text: string): void {
  if (text !== String(Number(text))) keep(holder as Holder, key, text);
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** A deep copy of JSON, decimals with their digits. */
export function cloneJson(value: unknown): unknown {
  const copy = copyOf(value);
  mark(copy);
  return copy;
}

function copyOf(value: unknown): unknown {
  if (!isHolder(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: Holder = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
  if (value[texts]) copy[texts] = { ...value[texts] };
  return copy;
}

/**
 * Says that what stands at `to[toKey]` was copied from `from[fromKey]`: its decimals are written with the same digits.
 * Whoever writes the resource afterwards first takes a copy of it (`cloneJson`).
 */
export function copyDecimals(from: unknown, fromKey: string, to: unknown, toKey: string): void {
  if (!isHolder(from) || !isHolder(to)) return;
  const text = from[texts]?.[fromKey];
  if (text !== undefined) keep(to, toKey, text);
  else if (to[texts]) delete to[texts][toKey];
  const [source, target] = [from[fromKey], to[toKey]];
  if (!isHolder(source) || !isHolder(target)) return;
  for (const key of Object.keys(source)) copyDecimals(source, key, target, key);
}
