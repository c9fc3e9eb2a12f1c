import {
  eachRepetition,
  locate,
  read,
  type Segment,
  toDate,
  toDateTime,
  toTime,
} from '@continuum/standards-hl7v2';
import { conceptAt } from './coding.ts';
import { type Context, remark } from './context.ts';
import { comparedQuantity, quantity, type Unit } from './quantity.ts';

/** One `value[x]` of an Observation: the element's name and its content. */
export type Value = Record<string, unknown>;

interface Reading {
  obx: Segment;
  /** `5[2]`: the repetition that is read. */
  path: string;
  unit: Unit | undefined;
  context: Context;
}

const whole = ({ obx, path }: Reading): string | undefined => read(obx, path);
const asText = (reading: Reading): Value => worded(whole(reading), reading.unit);

/**
 * Words, with the unit that was sent for them, for a string has no place for it: a number in a unit is a quantity
 * (`>=32` in ug/mL), other figures are followed by it (`5-10 /HPF`).
 */
function worded(text: string | undefined, unit: Unit | undefined): Value {
  if (text === undefined || unit?.unit === undefined || !/\d/.test(text)) return { valueString: text };
  const found = comparedQuantity(text, unit);
  if (found) return { valueQuantity: found };
  const isSaid = text.includes('\n') || text.toLowerCase().endsWith(unit.unit.toLowerCase());
  return { valueString: isSaid ? text : `${text} ${unit.unit}` };
}

/** Kept as text, and the sender is told that it was not what OBX-2 announces. */
function mismatch(reading: Reading, wanted: string): Value {
  const place = locate(reading.obx, reading.path);
  remark(reading.context, place, `${wanted} was announced in OBX-2; “${whole(reading)}” was kept as text.`);
  return asText(reading);
}

function numeric(reading: Reading): Value {
  const found = comparedQuantity(whole(reading) ?? '', reading.unit);
  return found ? { valueQuantity: found } : mismatch(reading, 'A number');
}

/** SN (v2.5.1 2.A.71): comparator, number, separator or suffix, number. */
function structured(reading: Reading): Value {
  const { obx, path, unit } = reading;
  const [sign = '', first = '', separator = '', second = ''] = [1, 2, 3, 4].map(n =>
    read(obx, `${path}.${n}`)?.trim(),
  );
  const [low, high] = [quantity(first, unit), quantity(second, unit)];
  const sentence = [sign === '=' ? '' : sign, first, separator, second].join('');
  if (separator === '' && low) return numeric({ ...reading, obx: withValue(obx, sentence), path: '5' });
  if (low && high && separator === '-' && sign === '') return { valueRange: { low, high } };
  const bare = { numerator: quantity(first, undefined), denominator: quantity(second, undefined) };
  if (bare.numerator && bare.denominator && /^[:/]$/.test(separator) && /^=?$/.test(sign))
    return { valueRatio: bare };
  return worded(sentence, unit);
}

const withValue = (obx: Segment, value: string): Segment => ({
  ...obx,
  fields: obx.fields.map((field, n) => (n === 5 ? value : field)),
});

/** A bare number with a unit is no code, whatever OBX-2 says. */
function coded(reading: Reading): Value {
  const said = whole(reading) ?? '';
  if (reading.unit && comparedQuantity(said, reading.unit)) {
    const place = locate(reading.obx, reading.path);
    remark(reading.context, place, `A code was announced in OBX-2; “${said}” was read as a quantity.`);
    return worded(said, reading.unit);
  }
  return { valueCodeableConcept: conceptAt(reading.obx, reading.path, reading.context) };
}

function dateTime(reading: Reading): Value {
  const found = toDateTime(whole(reading), reading.context.zone);
  return found ? { valueDateTime: found } : mismatch(reading, 'A date');
}

function date(reading: Reading): Value {
  const found = toDate(whole(reading));
  return found ? { valueDateTime: found } : mismatch(reading, 'A date');
}

function time(reading: Reading): Value {
  const found = toTime(whole(reading));
  return found ? { valueTime: found } : mismatch(reading, 'A time');
}

function period(reading: Reading): Value {
  const at = (n: number) => toDateTime(read(reading.obx, `${reading.path}.${n}`), reading.context.zone);
  const [start, end] = [at(1), at(2)];
  return start || end ? { valuePeriod: { start, end } } : mismatch(reading, 'A range of dates');
}

function range(reading: Reading): Value {
  const at = (n: number) => quantity(read(reading.obx, `${reading.path}.${n}`) ?? '', reading.unit);
  const [low, high] = [at(1), at(2)];
  return low || high ? { valueRange: { low, high } } : mismatch(reading, 'A range of numbers');
}

/** Names, addresses, telephone numbers and what else has parts: the parts in order, as a person reads them. */
function composed({ obx, path }: Reading): Value {
  const text =
    obx.delimiters.component === '' ? undefined : (read(obx, path) ?? '').split(obx.delimiters.component);
  const words = (text ?? []).map(part => part.replaceAll(obx.delimiters.subcomponent || '&', ' ').trim());
  return { valueString: words.filter(Boolean).join(', ') };
}

const firstPart = ({ obx, path }: Reading): Value => ({ valueString: read(obx, `${path}.1`) });

/** OBX-2 (table 0125) to the reader of OBX-5; a type that is not here is kept as text. */
const readers: Record<string, (reading: Reading) => Value> = {
  NM: numeric,
  SN: structured,
  CE: coded,
  CWE: coded,
  CNE: coded,
  CF: coded,
  TS: dateTime,
  DTM: dateTime,
  DT: date,
  TM: time,
  DR: period,
  NR: range,
  CX: firstPart,
  EI: firstPart,
  CK: firstPart,
  XAD: composed,
  AD: composed,
  XTN: composed,
  XPN: composed,
  PN: composed,
  XCN: composed,
  CN: composed,
  XON: composed,
};

/** The value types whose lines, sent one by one, make one text. */
export const textTypes: ReadonlySet<string> = new Set(['TX', 'FT']);

/** Each repetition of OBX-5 as a FHIR value; empty when none was sent. */
export function valuesOf(obx: Segment, unit: Unit | undefined, context: Context): Value[] {
  const reader = readers[read(obx, '2.1')?.trim() ?? ''] ?? asText;
  const sent = eachRepetition(obx, 5).filter(path => read(obx, path) !== undefined);
  return sent
    .map(path => reader({ obx, path, unit, context }))
    .filter(value => Object.values(value).some(Boolean));
}

/** The words of several OBX that are lines of one (TX, FT): repetitions are lines too. Empty when nothing is said. */
export function textOf(lines: readonly Segment[], unit: Unit | undefined): Value {
  const texts = lines.flatMap(obx => eachRepetition(obx, 5).map(path => read(obx, path) ?? ''));
  return texts.join('\n').trim() === '' ? {} : worded(texts.join('\n'), unit);
}
