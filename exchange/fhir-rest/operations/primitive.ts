import { parseDateInterval } from '@continuum/standards-fhir';
import { fhirError } from '../fhir-error.ts';

interface Primitive {
  pattern: RegExp;
  /** What to write instead. */
  mend: string;
  read?: (text: string) => unknown;
}

const text: Primitive = { pattern: /\S/, mend: 'a text that is not empty' };
const whole = (pattern: RegExp, mend: string): Primitive => ({ pattern, mend, read: Number });
const uri: Primitive = { pattern: /^\S+$/, mend: 'an address without spaces' };
const moment = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** The primitive types of inputs (R4 2.24.0.1): how a query writes them. */
const primitives: Readonly<Record<string, Primitive>> = {
  boolean: { pattern: /^(true|false)$/, mend: 'true or false', read: value => value === 'true' },
  integer: whole(/^-?\d{1,9}$/, 'a whole number'),
  unsignedInt: whole(/^\d{1,9}$/, 'a whole number, 0 or more'),
  positiveInt: whole(/^[1-9]\d{0,8}$/, 'a whole number, 1 or more'),
  decimal: { pattern: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, mend: 'a number', read: Number },
  string: text,
  markdown: text,
  code: { pattern: /^\S+( \S+)*$/, mend: 'a code' },
  id: { pattern: /^[A-Za-z0-9.-]{1,64}$/, mend: 'an id of letters, digits, dots and dashes' },
  uri,
  url: uri,
  canonical: uri,
  oid: uri,
  uuid: uri,
  date: { pattern: moment, mend: 'a date, AAAA-MM-JJ' },
  dateTime: { pattern: moment, mend: 'a date, or a date and time with its zone' },
  instant: { pattern: moment, mend: 'an instant, with its zone' },
};

export const isPrimitive = (type: string): boolean => Object.hasOwn(primitives, type);

const isDate = (type: string): boolean => type === 'date' || type === 'dateTime' || type === 'instant';

/** Reads a primitive from its text. @throws FhirError 400 naming the input and the mend */
export function readPrimitive(name: string, type: string, value: string): unknown {
  const { pattern, mend, read } = primitives[type]!;
  if (!pattern.test(value) || (isDate(type) && !parseDateInterval(value)))
    throw fhirError(400, 'value', `${name}=${value}: give ${mend}.`);
  return read ? read(value) : value;
}

/** A JSON value that must be a primitive of that type. @throws FhirError 400 */
export function checkPrimitive(name: string, type: string, value: unknown): unknown {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!isPlain) throw fhirError(400, 'value', `${name}: give ${primitives[type]!.mend}.`);
  return readPrimitive(name, type, String(value));
}
