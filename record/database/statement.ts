/** One statement being written: its parameters in order. Values never become text. */
export interface Statement {
  readonly values: unknown[];
  /** Adds a value and gives its placeholder with its type: `$3::text[]`. */
  param(value: unknown, type: string): string;
}

/** A statement without a parameter yet. */
export function statement(): Statement {
  const values: unknown[] = [];
  return {
    values,
    param(value, type) {
      values.push(value);
      return `$${values.length}::${type}`;
    },
  };
}

const between = '\u001e';
const absent = '\u001d';

const clean = (text: string): string =>
  text.includes(between) || text.includes(absent)
    ? text.replaceAll(between, '\ufffd').replaceAll(absent, '\ufffd')
    : text;

/**
 * A column of many rows as one text: cheaper on both sides than an array, whose items are escaped one by one. JSON
 * and ids never hold the two separators, which are control characters (RFC 8259 §7); elsewhere they are marked.
 * Gives the SQL of the array.
 */
export function textColumn(s: Statement, items: readonly (string | null)[]): string {
  const text = items.map(item => (item === null ? absent : clean(item))).join(between);
  return `string_to_array(${s.param(text, 'text')}, E'\\x1e', E'\\x1d')`;
}
