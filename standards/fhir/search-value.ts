/**
 * What a resource says for each search parameter, ready to be indexed (R4 3.1.1.4).
 * One flat list; `param` is the parameter's code for that resource type.
 */
export type SearchValue =
  | TokenValue
  | StringValue
  | ReferenceValue
  | DateValue
  | NumberValue
  | QuantityValue
  | UriValue
  | CompositeValue;

export interface TokenValue {
  kind: 'token';
  param: string;
  system?: string;
  code?: string;
  /** Display or text, for `:text`. */
  text?: string;
  /** `Identifier.type` codings, for `:of-type`, with the identifier's value in `code`. */
  ofType?: { system?: string; code?: string }[];
}

export interface StringValue {
  kind: 'string';
  param: string;
  value: string;
}

export interface ReferenceValue {
  kind: 'reference';
  param: string;
  /** Relative reference split, when it is one: `Patient`, `123`. */
  type?: string;
  id?: string;
  /** The reference as written: relative, absolute, `urn:`, or a canonical. */
  url?: string;
  /** Logical reference, for `:identifier`. */
  identifier?: { system?: string; value?: string };
}

/** An interval [low, high) in milliseconds since 1970 UTC, of the precision that was written. */
export interface DateValue {
  kind: 'date';
  param: string;
  low: number;
  high: number;
}

/** A number or the interval its significant figures imply. */
export interface NumberValue {
  kind: 'number';
  param: string;
  low: number;
  high: number;
}

export interface QuantityValue {
  kind: 'quantity';
  param: string;
  low: number;
  high: number;
  system?: string;
  code?: string;
  unit?: string;
}

export interface UriValue {
  kind: 'uri';
  param: string;
  value: string;
}

export interface CompositeValue {
  kind: 'composite';
  param: string;
  /** One element's components, in the order of the definition; each may have several values. */
  components: SearchValue[][];
}
