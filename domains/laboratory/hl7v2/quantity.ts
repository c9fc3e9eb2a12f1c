import type { Segment } from '@continuum/standards-hl7v2';
import { read } from '@continuum/standards-hl7v2';
import { ucum } from './unit.data.ts';

/** The part of a FHIR Quantity that says in what something was measured. */
export interface Unit {
  unit?: string;
  system?: string;
  code?: string;
}

const ucumSystem = 'http://unitsofmeasure.org';
const key = (text: string): string => text.replaceAll(/[µμ]/g, 'u').replaceAll(/\s/g, '').toLowerCase();

/** Written as UCUM allows: no space, balanced, letters, digits and its few signs. */
const isUcum = (text: string): boolean => /^[!-~]+$/.test(text) && !text.includes('\\');

/**
 * The unit as it was written, with its UCUM code when the sender gave one or when the words have one meaning.
 */
export function unitFrom(code?: string, text?: string, system?: string): Unit | undefined {
  const written = text?.trim() || code?.trim();
  if (!written) return undefined;
  const mapped = Object.hasOwn(ucum, key(code ?? written)) ? ucum[key(code ?? written)] : undefined;
  if (system?.trim().toUpperCase() === 'UCUM' && code && isUcum(code.trim()))
    return { unit: written, system: ucumSystem, code: code.trim() };
  return mapped ? { unit: written, system: ucumSystem, code: mapped } : { unit: written };
}

/** OBX-6 (CE or CWE): the code or its alternate, whichever is UCUM. */
export function unitOf(obx: Segment): Unit | undefined {
  const at = (n: number) => read(obx, `6.${n}`);
  const first = unitFrom(at(1), at(1) ?? at(2), at(3));
  if (first?.code !== undefined) return first;
  const alternate = unitFrom(at(4), at(5), at(6));
  const named = unitFrom(undefined, at(2));
  return [alternate, named].find(unit => unit?.code !== undefined) ?? first;
}

export interface Quantity extends Unit {
  value: number;
  comparator?: '<' | '<=' | '>=' | '>';
  _value?: unknown;
}

const precision = 'http://hl7.org/fhir/StructureDefinition/quantity-precision';

/**
 * A decimal as it was written. Zeros at the end say how precise a measurement is and a JSON number loses them:
 * they are kept as the number of places (extension quantity-precision).
 */
export function quantity(
  text: string,
  unit: Unit | undefined,
  comparator?: Quantity['comparator'],
): Quantity | undefined {
  const found = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.exec(text);
  if (!found || text.replace(/\D/g, '').length > 15) return undefined;
  const places = text.split('.')[1]?.length ?? 0;
  const value = Number(text);
  const kept = String(value).split('.')[1]?.length ?? 0;
  const lost = places > kept ? { _value: { extension: [{ url: precision, valueInteger: places }] } } : {};
  return { value, ...lost, ...(comparator ? { comparator } : {}), ...unit };
}

const comparators: Record<string, Quantity['comparator']> = {
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
  '≤': '<=',
  '≥': '>=',
};

/** `<0.5`, `>= 12`, `97.7`; undefined when it is not a number with at most a comparator. */
export function comparedQuantity(text: string, unit: Unit | undefined): Quantity | undefined {
  const found = /^(<=|>=|<|>|≤|≥)?\s*(\S+)$/.exec(text.trim());
  return found ? quantity(found[2] ?? '', unit, comparators[found[1] ?? '']) : undefined;
}
