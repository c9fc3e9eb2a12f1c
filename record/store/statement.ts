import { hash } from 'node:crypto';
import type { Query } from '@continuum/record-database';

/** One statement being written: its parameters in order. Values never become text. */
export interface Statement {
  readonly values: unknown[];
  /** Adds a value and gives its placeholder with its type: `$3::text[]`. */
  param(value: unknown, type: string): string;
}

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

const names = new Map<string, string>();

/** The name under which a text is prepared: the same text, the same plan. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size > 2_000) names.clear();
  const name = `s${hash('sha256', text, 'hex').slice(0, 16)}`;
  names.set(text, name);
  return name;
}

/**
 * Runs it. `prepared` for statements whose plan does not depend on the values (one row, one usager);
 * population searches are planned each time, with the statistics of their values.
 */
export function run<Row>(
  db: { query: Query },
  text: string,
  { values }: Pick<Statement, 'values'>,
  prepared = true,
): Promise<Row[]> {
  return db.query<Row>(text, values, prepared ? nameOf(text) : undefined);
}
