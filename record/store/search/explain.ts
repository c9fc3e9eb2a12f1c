import type { Pool } from '@continuum/record-database';
import type { Issue } from '@continuum/standards-fhir';
import type { Compiled } from './statement.ts';

/** How a search is done: no value of it, nothing of any row. */
export type Explained =
  | {
      outcome: 'explained';
      /** The statement, with placeholders. */
      sql: string;
      /** PostgreSQL's plan for any values, with its estimates. */
      plan: string;
      /** Planned once for every search of this shape, or for each with its values. */
      prepared: boolean;
    }
  | { outcome: 'invalid'; issues: Issue[] };

/** Asks for the generic plan (PostgreSQL 16 or later): nothing is run, and nothing of the values is in it. */
export async function explain(db: Pool, { text, prepared }: Compiled): Promise<Explained> {
  const lines = await db.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${text}`);
  const plan = lines.map(line => line['QUERY PLAN']).join('\n');
  return { outcome: 'explained', sql: text, plan, prepared };
}
