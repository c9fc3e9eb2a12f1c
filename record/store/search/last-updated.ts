import { dateRange, type Prefix } from './range.ts';
import type { Scope } from './scope.ts';

/** `lastUpdated` is a moment: its interval is a millisecond, so its end is never strictly inside. */
const comparisons: Record<Prefix, (at: string, low: () => string, high: () => string) => string> = {
  eq: (at, low, high) => `(${at} >= ${low()} AND ${at} < ${high()})`,
  ne: (at, low, high) => `(${at} < ${low()} OR ${at} >= ${high()})`,
  gt: (at, _, high) => `${at} >= ${high()}`,
  lt: (at, low) => `${at} < ${low()}`,
  ge: (at, low) => `${at} >= ${low()}`,
  le: (at, _, high) => `${at} < ${high()}`,
  sa: (at, _, high) => `${at} >= ${high()}`,
  eb: (at, low) => `${at} < ${low()}`,
  ap: (at, low, high) => `(${at} >= ${low()} AND ${at} < ${high()})`,
};

/** A condition on `_lastUpdated`, a column with an index of its own. */
export function lastUpdated({ alias, s, now }: Scope, value: string): string {
  const { prefix, low, high } = dateRange('_lastUpdated', value, now);
  const at = (ms: number) => () => s.param(new Date(ms), 'timestamptz');
  return comparisons[prefix](`${alias}.updated`, at(low), at(high));
}
