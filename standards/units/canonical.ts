import library, { type Unit } from '@lhncbc/ucum-lhc';

/** A value in UCUM's base units (m, s, g, rad, K, C, cd), and what those are: `m-3.g`. */
export interface Canonical {
  value: number;
  unit: string;
}

/** value × factor + offset. */
interface Conversion {
  unit: string;
  factor: number;
  offset: number;
}

const base = ['m', 's', 'g', 'rad', 'K', 'C', 'cd'] as const;

/**
 * UCUM makes a mole a number (6.02e23), so that mmol/L and 10*9/L would compare. An amount of substance and one of
 * charge stay what they are here: nobody who asks for one means the other.
 */
function dimensionOf({ dim_: dimension, moleExp_: moles, equivalentExp_: equivalents }: Unit): string {
  const exponents = [...base.map((_, at) => dimension?.dimVec_?.[at] ?? 0), moles, equivalents];
  const names = [...base, 'mol', 'eq'];
  const parts = names.flatMap((name, at) => {
    const exponent = exponents[at]!;
    return exponent === 0 ? [] : [exponent === 1 ? name : `${name}${exponent}`];
  });
  return parts.length === 0 ? '1' : parts.join('.');
}

/** Decimal noise of a conversion is smaller than this many digits. */
const digits = 12;
const rounded = (value: number): number => Number(value.toPrecision(digits));

const ucum = library.UcumLhcUtils.getInstance();

const baseValue = (code: string, value: number): number =>
  ucum.convertToBaseUnits(code, value).magnitude ?? Number.NaN;

/** Degrees of temperature are a factor and an offset; pH, decibels and their like are not, and do not convert. */
function affine(code: string, unit: string): Conversion | undefined {
  const [zero, hundred, thousand] = [0, 100, 1000].map(value => baseValue(code, value)) as [
    number,
    number,
    number,
  ];
  const factor = (hundred - zero) / 100;
  const isAffine = factor > 0 && Math.abs(zero + factor * 1000 - thousand) < 1e-9 * Math.abs(thousand);
  return isAffine ? { unit, factor, offset: rounded(zero) } : undefined;
}

function conversionOf(code: string): Conversion | undefined {
  const { status, unit } = ucum.getSpecifiedUnit(code, 'validate');
  if (status !== 'valid' || !unit || unit.isArbitrary_) return undefined;
  const dimension = dimensionOf(unit);
  if (unit.cnv_ !== null) return affine(code, dimension);
  return unit.magnitude_ > 0 ? { unit: dimension, factor: unit.magnitude_, offset: 0 } : undefined;
}

/** Codes come from whoever sends: those remembered are few. */
const limit = 2_000;
/** Of a code's characters; one with a space is a name. */
const form = /^[\x21-\x7e]{1,64}$/;
const known = new Map<string, Conversion | undefined>();

function conversion(code: string): Conversion | undefined {
  if (known.has(code)) return known.get(code);
  const found = form.test(code) ? conversionOf(code) : undefined;
  if (known.size >= limit) known.clear();
  known.set(code, found);
  return found;
}

/**
 * A value in canonical units, to twelve figures, so that equal measures are equal numbers: 7 g/L and 700 mg/dL are
 * both 7000 m-3.g. Undefined when the code is not UCUM's, or cannot be converted: arbitrary units
 * ([iU]), logarithms (pH, dB). UCUM annotations (`{…}`) say nothing of the unit, and are passed over (UCUM §12).
 */
export function toCanonical(value: number, code: string): Canonical | undefined {
  const found = conversion(code);
  if (!found) return undefined;
  const canonical = value * found.factor + found.offset;
  return Number.isFinite(canonical) ? { value: rounded(canonical), unit: found.unit } : undefined;
}
