import { eachRepetition, read, type Segment } from '@continuum/standards-hl7v2';
import { type Quantity, quantity, type Unit } from './quantity.ts';

export interface ReferenceRange {
  low?: Quantity;
  high?: Quantity;
  text: string;
}

const number = String.raw`[+-]?\d+(?:[.,]\d+)?`;
const interval = new RegExp(`^(${number})\\s*(?:-|–|à|to)\\s*(${number})(.*)$`);
const bound = new RegExp(`^(<=|>=|<|>|≤|≥)\\s*(${number})(.*)$`);

/** What follows the numbers may only be the unit again: `<130 optimal` is for a person to read. */
const isUnit = (rest: string, unit: Unit | undefined): boolean => {
  const said = rest.trim().toLowerCase();
  return said === '' || said === unit?.unit?.toLowerCase() || said === unit?.code?.toLowerCase();
};

const decimal = (text: string | undefined, unit: Unit | undefined): Quantity | undefined =>
  quantity((text ?? '').replace(',', '.'), unit);

function bounds(text: string, unit: Unit | undefined): Partial<ReferenceRange> {
  const both = interval.exec(text);
  if (both && isUnit(both[3] ?? '', unit)) {
    const [low, high] = [decimal(both[1], unit), decimal(both[2], unit)];
    return low && high && low.value <= high.value ? { low, high } : {};
  }
  const one = bound.exec(text);
  if (!one || !isUnit(one[3] ?? '', unit)) return {};
  const limit = decimal(one[2], unit);
  return /^[<≤]/.test(one[1] ?? '') ? { high: limit } : { low: limit };
}

/**
 * OBX-7 (v2.5.1 7.4.2.7): `3.5-5.1`, `<0.5`, `> 60`. The words are always kept; the bounds are added when they
 * can be told without doubt.
 */
export function referenceRanges(obx: Segment, unit: Unit | undefined): ReferenceRange[] {
  const texts = eachRepetition(obx, 7).map(path => read(obx, path)?.trim());
  return texts.filter(text => text !== undefined).map(text => ({ ...bounds(text, unit), text }));
}
