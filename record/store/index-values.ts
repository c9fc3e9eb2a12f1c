import type { QuantityValue, ReferenceValue, SearchValue, TokenValue } from '@continuum/standards-fhir';
import { toCanonical } from '@continuum/standards-units';
import { normalize, prefixLengths } from './normalize.ts';
import { token } from './token.ts';

/** A precise value as it lies in the row. */
export type Kept = string | [number, number] | KeptQuantity | Kept[] | KeptToken;
/** Low, high, system, code, unit; when it is in UCUM and converts, low, high and unit in canonical units. */
type KeptQuantity =
  | [number, number, string, string, string]
  | [number, number, string, string, string, number, number, string];
/** Tokens inside composites and for `:text`: system, code, text. */
export type KeptToken = { s?: string; c?: string };

/** What a resource answers searches with: tokens of the inverted index, and precise values by parameter. */
export interface Indexed {
  tokens: string[];
  found: Record<string, Kept[]>;
}

/** Between the parts of a token's text: a character that FHIR strings cannot have. */
export const separator = '\u001f';

const join = (...parts: string[]): string => parts.join(separator);

/** The texts that tokens are made from: the index and the searches must agree on them. */
export const tokenText = {
  code: (key: string, code: string) => join(key, code),
  coded: (key: string, system: string, code: string) => join(key, system, code),
  ofType: (key: string, system: string, code: string, value: string) =>
    join(`${key}:of-type`, system, code, value),
  exact: (key: string, value: string) => join(`${key}:exact`, value),
  prefix: (key: string, prefix: string) => join(`${key}:prefix`, prefix),
  day: (key: string, day: number) => join(`${key}:day`, String(day)),
  uri: (key: string, uri: string) => join(key, uri),
  /** Start of the text of a literal reference; `Type/id` follows. */
  reference: (key: string, reference: string) => join(key, reference),
  identifierValue: (key: string, value: string) => join(`${key}:identifier`, value),
  identifier: (key: string, system: string, value: string) => join(`${key}:identifier`, system, value),
};

/** Parameters that every type has (`_tag`…) have one key for all types, so that a system search can use them. */
export const keyOf = (type: string, param: string): string =>
  param.startsWith('_') ? `*|${param}` : `${type}|${param}`;

/** A token value is found with any system, with its own, and by the type of its identifier. */
function textsOfToken(key: string, { system, code, ofType }: TokenValue): string[] {
  if (code === undefined) return [];
  const types = (ofType ?? []).map(t => tokenText.ofType(key, t.system ?? '', t.code ?? '', code));
  return [tokenText.code(key, code), tokenText.coded(key, system ?? '', code), ...types];
}

function textsOfString(key: string, value: string): string[] {
  const text = normalize(value);
  const prefixes = prefixLengths.filter(length => length <= text.length).map(length => text.slice(0, length));
  return [tokenText.exact(key, value), ...prefixes.map(prefix => tokenText.prefix(key, prefix))];
}

export const dayLength = 86_400_000;

/** The day of a date that is not longer than a day: what `birthdate=1980-01-01` looks up. */
const textsOfDate = (key: string, low: number, high: number): string[] =>
  high - low <= dayLength ? [tokenText.day(key, Math.floor(low / dayLength))] : [];

/** A canonical address with a version is found without it too (R4 2.24.0.3). */
const unversioned = (address: string): string[] => {
  const bar = address.indexOf('|');
  return bar > 0 ? [address, address.slice(0, bar)] : [address];
};

/** `Type/id` of a literal reference to a resource, or the address as written. */
const literalOf = ({ type, id, url }: ReferenceValue): string | undefined =>
  type !== undefined && id !== undefined ? `${type}/${id}` : url;

function textsOfReference(key: string, value: ReferenceValue): string[] {
  const literal = literalOf(value);
  const { system = '', value: number } = value.identifier ?? {};
  const logical =
    number === undefined
      ? []
      : [tokenText.identifierValue(key, number), tokenText.identifier(key, system, number)];
  const literals = literal === undefined ? [] : unversioned(literal);
  return [...literals.map(each => tokenText.reference(key, each)), ...logical];
}

function textsOf(key: string, value: SearchValue): string[] {
  switch (value.kind) {
    case 'token':
      return textsOfToken(key, value);
    case 'string':
      return textsOfString(key, value.value);
    case 'uri':
      return unversioned(value.value).map(each => tokenText.uri(key, each));
    case 'date':
      return textsOfDate(key, value.low, value.high);
    case 'reference':
      return textsOfReference(key, value);
    default:
      return [];
  }
}

/** JSON has no infinity: an open end is a number beyond all others. */
const finite = (value: number): number => Math.max(-1e300, Math.min(1e300, value));

export const ucumSystem = 'http://unitsofmeasure.org';

/** An end in canonical units; an open end stays open. */
const canonicalEnd = (end: number, code: string): number | undefined =>
  Math.abs(end) >= 1e300 ? finite(end) : toCanonical(end, code)?.value;

function keptQuantity({ low, high, system = '', code = '', unit = '' }: QuantityValue): KeptQuantity {
  const written: KeptQuantity = [finite(low), finite(high), system, code, unit];
  const base = system === ucumSystem ? toCanonical(1, code)?.unit : undefined;
  if (base === undefined) return written;
  const [from, to] = [canonicalEnd(low, code), canonicalEnd(high, code)];
  return from === undefined || to === undefined ? written : [...written, from, to, base];
}

function keptOf(value: SearchValue): Kept {
  switch (value.kind) {
    case 'token':
      return {
        ...(value.system !== undefined && { s: value.system }),
        ...(value.code !== undefined && { c: value.code }),
      };
    case 'string':
      return normalize(value.value);
    case 'uri':
      return value.value;
    case 'reference':
      return literalOf(value) ?? '';
    case 'date':
    case 'number':
      return [finite(value.low), finite(value.high)];
    case 'quantity':
      return keptQuantity(value);
    case 'composite':
      return value.components.map(component => component.map(keptOf));
  }
}

function keep(found: Record<string, Kept[]>, key: string, kept: Kept): void {
  found[key] ??= [];
  found[key].push(kept);
}

/** Tokens and precise values of what `extract` found in a resource of that type. */
export function indexed(type: string, values: readonly SearchValue[]): Indexed {
  const tokens = new Set<string>();
  const found: Record<string, Kept[]> = {};
  for (const value of values) {
    for (const text of textsOf(keyOf(type, value.param), value)) tokens.add(token(text));
    keep(found, value.param, keptOf(value));
    if (value.kind === 'token' && value.text !== undefined)
      keep(found, `${value.param}:text`, normalize(value.text));
  }
  return { tokens: [...tokens], found };
}

/** Tokens by which a resource is found again when what it inherits from changes hands. */
export const inheritanceTokens = (references: readonly string[]): string[] =>
  references.map(reference => token(join('*:inherits', reference)));
