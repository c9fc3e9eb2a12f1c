import type { Query } from '@continuum/record-database';
import { isUsager } from './row.ts';
import { run } from './statement.ts';
import { type Key, keyOf } from './write-rows.ts';

/**
 * What the gate asks for itself, whoever is at the door: for the journal and for decisions. It is shown to nobody.
 */

const usagers = `SELECT owner, others FROM record.resource WHERE type = $1 AND id = $2`;

/** Ids of the Patients whose information lies under an id, visible or not: so that a blocked look is in their list. */
export async function unseenUsagersOf(db: { query: Query }, type: string, id: string): Promise<string[]> {
  const rows = await run<{ owner: string; others: string[] | null }>(db, usagers, { values: [type, id] });
  return rows.flatMap(({ owner, others }) => [owner, ...(others ?? [])]).filter(isUsager);
}

const sources = `SELECT v.type, v.id, d.source FROM record.version v LEFT JOIN record.deposit d ON d.id = v.deposit
  WHERE (v.type, v.id, v.version) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::int[]))`;

/**
 * The source of the version that each of these replaced, by `Type/id`; undefined when no deposit brought it.
 */
export async function sourcesOf(
  db: { query: Query },
  versions: readonly (Key & { version: number })[],
): Promise<Map<string, string | undefined>> {
  const values = [versions.map(v => v.type), versions.map(v => v.id), versions.map(v => v.version - 1)];
  const rows = await run<Key & { source: string | null }>(db, sources, { values });
  return new Map(rows.map(row => [keyOf(row), row.source ?? undefined]));
}
