import { hash } from 'node:crypto';
import type { Query, Statement } from '@continuum/record-database';

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
 * population searches are planned each time, with the statistics of their values. Cancelled once `signal` is aborted.
 */
export function run<Row>(
  db: { query: Query },
  text: string,
  { values }: Pick<Statement, 'values'>,
  prepared = true,
  signal?: AbortSignal,
): Promise<Row[]> {
  return db.query<Row>(text, values, prepared ? nameOf(text) : undefined, signal);
}
