import { parseDateInterval } from '@continuum/standards-fhir';
import { badValue } from './problem.ts';

export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

/** A comparison with an interval [low, high), as R4 3.1.1.4.6 defines it. */
export interface Range {
  prefix: Prefix;
  low: number;
  high: number;
}

const prefixed = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)$/s;

function take(value: string): { prefix: Prefix; rest: string } {
  const [, prefix, rest] = prefixed.exec(value)!;
  return { prefix: (prefix ?? 'eq') as Prefix, rest: rest! };
}

/** `ap` for a date: a tenth of its distance from now, on both sides. */
function aroundDate(low: number, high: number, now: Date): Range {
  const margin = Math.abs(now.getTime() - low) / 10;
  return { prefix: 'ap', low: low - margin, high: high + margin };
}

/** Reads `ge2024-05`. Throws `badValue`. */
export function dateRange(name: string, value: string, now: Date): Range {
  const { prefix, rest } = take(value);
  const interval = parseDateInterval(rest);
  if (!interval) throw badValue(name, value, 'a date such as 2024-05-31, with a prefix such as ge before it');
  return prefix === 'ap' ? aroundDate(interval.low, interval.high, now) : { prefix, ...interval };
}

const numeric = /^[+-]?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** The interval of the figures written: 100 is [99.5, 100.5), 1e2 is [95, 105) (R4 3.1.1.4.8). */
function precision(text: string, exponent: string | undefined, decimals: string | undefined) {
  const half = 0.5 * 10 ** (Number(exponent ?? 0) - (decimals?.length ?? 0));
  // 5.4 - 0.05 is 5.3500000000000005 in binary: the decimal that was meant is the nearest of 15 digits.
  const decimal = (value: number) => Number(value.toPrecision(15));
  return { low: decimal(Number(text) - half), high: decimal(Number(text) + half) };
}

/** Reads `gt5.4`. With an order the number is exact; `ap` is a tenth around. Throws `badValue`. */
export function numberRange(name: string, value: string): Range {
  const { prefix, rest } = take(value);
  const match = numeric.exec(rest);
  if (!match) throw badValue(name, value, 'a number such as 5.4, with a prefix such as gt before it');
  const exact = Number(rest);
  if (prefix === 'eq' || prefix === 'ne') return { prefix, ...precision(rest, match[3], match[2]) };
  const margin = prefix === 'ap' ? Math.abs(exact) / 10 : 0;
  return { prefix, low: exact - margin, high: exact + margin };
}

/** The ends of the search's interval, each a parameter only when it is used. */
interface Ends {
  from(): string;
  to(): string;
}

type Compare = (low: string, high: string, ends: Ends) => string;

/**
 * A stored interval against the search's. Dates are half-open: [low, high). A stored number is a point or a
 * closed range, and a search's exact number too.
 */
const dates: Record<Prefix, Compare> = {
  eq: (low, high, { from, to }) => `(${low} >= ${from()} AND ${high} <= ${to()})`,
  ne: (low, high, { from, to }) => `(${low} < ${from()} OR ${high} > ${to()})`,
  gt: (_, high, { to }) => `${high} > ${to()}`,
  lt: (low, _, { from }) => `${low} < ${from()}`,
  // Above, or equal: what is equal and not above lies within.
  ge: (low, high, { from, to }) => `(${low} >= ${from()} OR ${high} > ${to()})`,
  le: (low, high, { from, to }) => `(${high} <= ${to()} OR ${low} < ${from()})`,
  sa: (low, _, { to }) => `${low} >= ${to()}`,
  eb: (_, high, { from }) => `${high} <= ${from()}`,
  ap: (low, high, { from, to }) => `(${low} < ${to()} AND ${high} > ${from()})`,
};

const numbers: Record<Prefix, Compare> = {
  eq: (low, high, { from, to }) => `(${low} >= ${from()} AND ${high} < ${to()})`,
  ne: (low, high, { from, to }) => `(${low} < ${from()} OR ${high} >= ${to()})`,
  gt: (_, high, { to }) => `${high} > ${to()}`,
  lt: (low, _, { from }) => `${low} < ${from()}`,
  ge: (_, high, { to }) => `${high} >= ${to()}`,
  le: (low, _, { from }) => `${low} <= ${from()}`,
  sa: (low, _, { to }) => `${low} > ${to()}`,
  eb: (_, high, { from }) => `${high} < ${from()}`,
  ap: (low, high, { from, to }) => `(${low} <= ${to()} AND ${high} >= ${from()})`,
};

/** SQL that compares a kept interval, given as the SQL of its JSON, its ends at `first`, with a range. */
export function compares(
  kind: 'date' | 'number',
  value: string,
  { prefix, low, high }: Range,
  param: (value: unknown, type: string) => string,
  first = 0,
): string {
  const table = kind === 'date' ? dates : numbers;
  const end = (at: 0 | 1) => `(${value}->>${first + at})::float8`;
  return table[prefix](end(0), end(1), { from: () => param(low, 'float8'), to: () => param(high, 'float8') });
}
