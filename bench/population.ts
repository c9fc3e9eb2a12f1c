import type { Pool } from '@continuum/record-database';

/** How many of each thing there are. */
export interface Counts {
  usagers: number;
  resources: number;
  versions: number;
  journal: number;
  /** Size on disk of the current versions with their indexes, in megabytes. */
  megabytes: number;
}

/** Rows of each person that are copied. */
const rowsEach = 12;

/** Longer than any request may take. */
const unlimited = (record: Pool, text: string, values: readonly unknown[] = []): Promise<unknown> =>
  record.transaction(async tx => {
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.query(text, values);
  });

/**
 * Grows the population to about that many usagers, by copies of the demonstration's people in PostgreSQL, and
 * gathers statistics. `say` tells how far it is.
 */
export async function growPopulation(
  record: Pool,
  usagers: number,
  say: (line: string) => void,
): Promise<void> {
  await record.query('SELECT bench.take_sample($1)', [rowsEach]);
  const [{ people, already } = { people: 1, already: 0 }] = await record.query<{
    people: number;
    already: number;
  }>(
    `SELECT (SELECT count(DISTINCT owner) FROM bench.sample) AS people,
      (SELECT count(*) FROM record.resource WHERE type = 'Patient') AS already`,
  );
  const copies = Math.ceil((usagers - already) / people);
  if (copies > 0) {
    await unlimited(record, 'SELECT bench.drop_indexes()');
    for (let first = 1; first <= copies; first += 50) {
      const last = Math.min(copies, first + 49);
      await unlimited(record, 'SELECT bench.copy_people($1, $2)', [first, last]);
      say(`Population: ${already + last * people} of ${usagers} usagers…`);
    }
    say('Population: indexes…');
    await unlimited(record, 'SELECT bench.make_indexes()');
  }
  await unlimited(record, 'ANALYZE record.resource');
}

/** What there is. */
export async function countRows(record: Pool): Promise<Counts> {
  const [counts] = await record.query<Counts>(
    `SELECT (SELECT count(*) FROM record.resource WHERE type = 'Patient') AS usagers,
      (SELECT count(*) FROM record.resource) AS resources, (SELECT count(*) FROM record.version) AS versions,
      (SELECT count(*) FROM record.journal) AS journal,
      pg_total_relation_size('record.resource') / 1048576 AS megabytes`,
  );
  return counts!;
}

/** NAMs of people all over the population. */
export async function someNams(record: Pool): Promise<string[]> {
  const rows = await record.query<{ nam: string }>(
    `SELECT i->>'value' AS nam FROM (SELECT body FROM record.resource WHERE type = 'Patient' AND NOT deleted
        ORDER BY md5(id) LIMIT 2000) p, jsonb_array_elements(body::jsonb->'identifier') i
      WHERE i->>'system' LIKE '%ca-qc-patient-healthcare-id'`,
  );
  return rows.map(({ nam }) => nam);
}
