import pg from 'pg';

const int8 = 20;
const int8Array = 1016;
const date = 1082;
const timestamp = 1114;

/** `bigint` as a number: sequences, sizes and counts stay far below 2^53; beyond it, an error, never a wrong value. */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`bigint ${text} does not fit a number; select it as text`);
  return value;
}

const integers = (text: string): (number | null)[] =>
  text
    .slice(1, -1)
    .split(',')
    .filter(item => item !== '')
    .map(item => (item === 'NULL' ? null : safeInteger(item)));

const asText = (text: string): string => text;

const parsers = new Map<number, (text: string) => unknown>([
  [int8, safeInteger],
  [int8Array, integers],
  // A birth date has no time zone: as text, it cannot move by a day.
  [date, asText],
  [timestamp, asText],
]);

/**
 * How PostgreSQL's values become JavaScript's: `bigint` number, `timestamptz` Date, `date` and `timestamp`
 * text, `numeric` text, `json`/`jsonb` parsed, `bytea` Buffer, arrays arrays.
 */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format as 'text')) as never,
};
