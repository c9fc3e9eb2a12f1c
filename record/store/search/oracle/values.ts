import type { TypedValue } from '@medplum/core';

/** What a value says to a search (R4 3.1.1.4), in plain code. */

export type Fields = Record<string, unknown>;

export type Found = TypedValue;
type Interval = readonly [number, number];

export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
export const texts = (...values: unknown[]): string[] =>
  values.flat().filter((value): value is string => typeof value === 'string');
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** Cuts at a separator that is not escaped. */
export const cut = (text: string, separator: string): string[] => {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') part += text[at]! + (text[++at] ?? '');
    else if (text[at] === separator) {
      parts.push(part);
      part = '';
    } else part += text[at];
  }
  return [...parts, part];
};
export const plainly = (text: string): string => text.replaceAll(/\\(.)/g, '$1');

/** [low, high) in milliseconds of a date as it is written, UTC where no zone is. */
export function dateInterval(text: string): Interval {
  const [, y, mo, d, h, mi, s, f, z] =
    /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(
      text,
    )!;
  const start = (month: number, day: number) => Date.UTC(Number(y), month, day);
  if (mo === undefined) return [start(0, 1), Date.UTC(Number(y) + 1, 0, 1)];
  const month = Number(mo) - 1;
  if (d === undefined) return [start(month, 1), start(month + 1, 1)];
  if (h === undefined) return [start(month, Number(d)), start(month, Number(d) + 1)];
  const zone =
    z === undefined || z === 'Z' ? 0 : Number(`${z[0]}1`) * (Number(z.slice(1, 3)) * 60 + Number(z.slice(4)));
  const ms = f === undefined ? 0 : Number(f.padEnd(3, '0').slice(0, 3));
  const low =
    start(month, Number(d)) + (Number(h) * 60 + Number(mi) - zone) * 60_000 + Number(s ?? 0) * 1000 + ms;
  return [low, low + (f === undefined ? (s === undefined ? 60_000 : 1000) : 1)];
}

export function datesOf({ value }: Found): Interval[] {
  if (typeof value === 'string') return [dateInterval(value)];
  const { start, end } = fields(value);
  if (start === undefined && end === undefined) return [];
  return [
    [
      start === undefined ? Number.NEGATIVE_INFINITY : dateInterval(String(start))[0],
      end === undefined ? Number.POSITIVE_INFINITY : dateInterval(String(end))[1],
    ],
  ];
}

/** What one unit of each is in UCUM's base units, and what that measures. */
export const units: Record<string, readonly [string, number]> = {
  'g/L': ['mass/volume', 1000],
  'mg/dL': ['mass/volume', 10],
  'mmol/L': ['moles/volume', 6.0221367e23],
  'umol/L': ['moles/volume', 6.0221367e20],
  kg: ['mass', 1000],
  g: ['mass', 1],
};
export const ucum = 'http://unitsofmeasure.org';
export const near = (value: number): number => Number(value.toPrecision(11));

/** A prefix against the interval of a search value; R4 3.1.1.4.6. Dates have an open end, numbers a closed one. */
function compares(prefix: string, [low, high]: Interval, [from, to]: Interval, closed: boolean): boolean {
  const within = from <= low && (closed ? high < to || (from === to && high === to) : high <= to);
  const rules: Record<string, () => boolean> = {
    eq: () => within,
    ne: () => !within,
    gt: () => high > to,
    lt: () => low < from,
    ge: () => high > to || (closed ? high >= from : within || low >= from),
    le: () => low < from || (closed ? low <= to : within || high <= to),
    sa: () => (closed ? low > to : low >= to),
    eb: () => (closed ? high < from : high <= from),
    ap: () => (closed ? low <= to && high >= from : low < to && high > from),
  };
  return rules[prefix]!();
}

const prefixed = (text: string): [string, string] => {
  const [, prefix = 'eq', rest = ''] = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)$/.exec(text)!;
  return [prefix, rest];
};

/** The figures of a number: 5.4 is [5.35, 5.45). An order takes it exactly; `ap` a tenth around. */
function numberInterval(prefix: string, text: string): Interval {
  const value = Number(text);
  if (prefix === 'eq' || prefix === 'ne') {
    const half = 0.5 / 10 ** (text.split('.')[1]?.length ?? 0);
    return [near(value - half), near(value + half)];
  }
  const margin = prefix === 'ap' ? Math.abs(value) / 10 : 0;
  return [near(value - margin), near(value + margin)];
}

const ends = (value: number, comparator: unknown): Interval => [
  comparator === '<' || comparator === '<=' ? Number.NEGATIVE_INFINITY : value,
  comparator === '>' || comparator === '>=' ? Number.POSITIVE_INFINITY : value,
];

function quantityMatches(value: unknown, wanted: string): boolean {
  const { value: number, system, code, unit, comparator } = fields(value);
  if (typeof number !== 'number') return false;
  const [first = '', ofSystem, ofCode] = cut(wanted, '|').map(plainly);
  const [prefix, text] = prefixed(first);
  const stored = ends(number, comparator);
  const asked = numberInterval(prefix, text);
  if (!ofCode) return compares(prefix, stored, asked, true);
  if (!ofSystem) return (code === ofCode || unit === ofCode) && compares(prefix, stored, asked, true);
  const [here, there] = [units[String(code)], units[ofCode]];
  if (ofSystem === ucum && there) {
    if (system !== ucum || here?.[0] !== there[0]) return false;
    const inBase = ([low, high]: Interval, factor: number): Interval => [
      near(low * factor),
      near(high * factor),
    ];
    return compares(prefix, inBase(stored, here[1]), inBase(asked, there[1]), true);
  }
  return system === ofSystem && code === ofCode && compares(prefix, stored, asked, true);
}

interface Token {
  system?: unknown;
  code?: unknown;
  text?: unknown;
}

/** System of the codes that the data has: what their required bindings say (R4 3.1.1.4.10). */
const codeSystems: Record<string, string> = {
  gender: 'http://hl7.org/fhir/administrative-gender',
  status: 'http://hl7.org/fhir/observation-status',
};

/** By their shape: the other FHIRPath tells no type of what has no choice. */
export function tokensOf({ value }: Found, code: string): Token[] {
  if (typeof value !== 'object') return [{ system: codeSystems[code], code: String(value) }];
  const { coding, text, system, display, code: own, value: number, type: kind } = fields(value);
  if (number !== undefined) return [{ system, code: number, text: fields(kind).text }];
  if (coding === undefined && text === undefined) return [{ system, code: own, text: display }];
  const codings = ((coding ?? []) as Fields[]).map(each => ({ ...each, text: each.display }) as Token);
  return [...codings, { text }];
}

function tokenMatches(token: Token, wanted: string): boolean {
  const [first, second] = cut(wanted, '|').map(plainly);
  if (second === undefined) return token.code === first;
  if (second === '') return token.system === first;
  return token.code === second && (first === '' ? token.system === undefined : token.system === first);
}

export const referencesOf = (found: Found): string[] =>
  typeof found.value === 'object' ? texts(fields(found.value).reference) : texts(found.value);

export const stringsOf = ({ value }: Found): string[] => {
  if (typeof value === 'string') return [value];
  const { text, family, given, prefix, suffix, line, city, district, state, postalCode, country } =
    fields(value);
  return texts(text, family, given, prefix, suffix, line, city, district, state, postalCode, country);
};

/** Does one value that an expression found match one value of a search? */
export function oneMatches(
  kind: string,
  code: string,
  found: Found,
  modifier: string | undefined,
  value: string,
): boolean {
  switch (kind) {
    case 'token':
      if (modifier === 'text')
        return tokensOf(found, code).some(({ text }) =>
          texts(text).some(each => plain(each).startsWith(plain(plainly(value)))),
        );
      if (modifier === 'of-type') return ofTypeMatches(found, value);
      return tokensOf(found, code).some(token => tokenMatches(token, value));
    case 'string':
      return stringsOf(found).some(text => stringMatches(text, modifier, plainly(value)));
    case 'date': {
      const [prefix, text] = prefixed(value);
      return datesOf(found).some(stored => compares(prefix, stored, dateInterval(text), false));
    }
    case 'number': {
      const [prefix, text] = prefixed(value);
      return (
        typeof found.value === 'number' &&
        compares(prefix, [found.value, found.value], numberInterval(prefix, text), true)
      );
    }
    case 'quantity':
      return quantityMatches(found.value, value);
    case 'uri':
      return uriMatches(String(found.value), modifier, plainly(value));
    default:
      throw new Error(`the oracle knows no ${kind}`);
  }
}

function ofTypeMatches({ value }: Found, wanted: string): boolean {
  const [system, code, number] = cut(wanted, '|').map(plainly);
  const { type, value: own } = fields(value);
  const codings = (fields(type).coding ?? []) as Fields[];
  return own === number && codings.some(each => each.system === system && each.code === code);
}

function stringMatches(text: string, modifier: string | undefined, value: string): boolean {
  if (modifier === 'exact') return text === value;
  if (modifier === 'contains') return plain(text).includes(plain(value));
  return plain(text).startsWith(plain(value));
}

function uriMatches(text: string, modifier: string | undefined, value: string): boolean {
  if (modifier === 'below')
    return text === value || text.startsWith(`${value}/`) || text.startsWith(`${value}|`);
  if (modifier === 'above') return value === text || value.startsWith(`${text}/`);
  return text === value;
}
