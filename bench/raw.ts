import type { Pool } from '@continuum/record-database';

/** The rows that one deposit left: the same are written again, raw. */
export interface DepositRows {
  deposit: Record<string, unknown>;
  resources: Record<string, unknown>[];
  journal: Record<string, unknown>[];
}

const asJson = (rows: unknown): string => JSON.stringify(rows);

/** Reads back the rows of the latest deposits of a source, as JSON that PostgreSQL turns into rows again. */
export async function rowsOfDeposits(record: Pool, source: string, count: number): Promise<DepositRows[]> {
  return record.query<DepositRows>(
    `WITH latest AS (SELECT * FROM record.deposit WHERE source = $1 AND state = 'stored' ORDER BY received DESC LIMIT $2),
      resources AS (SELECT r.deposit AS id, jsonb_agg(to_jsonb(r)) AS rows FROM record.resource r
        WHERE r.deposit IN (SELECT id FROM latest) GROUP BY 1),
      lines AS (SELECT substring(j.entry FROM 'deposit=([0-9a-f-]{36})')::uuid AS id, jsonb_agg(to_jsonb(j)) AS rows
        FROM record.journal j WHERE j.at >= (SELECT min(received) FROM latest) AND j.entry LIKE '%deposit=%' GROUP BY 1)
     SELECT to_jsonb(d) AS deposit, r.rows AS resources, l.rows AS journal
     FROM latest d JOIN resources r USING (id) LEFT JOIN lines l USING (id)`,
    [source, count],
  );
}

const insert = (table: string): string =>
  `INSERT INTO bench.${table} SELECT * FROM jsonb_populate_recordset(NULL::bench.${table}, $1::jsonb)`;

/** Writes the rows of one deposit, in one durable transaction of three statements. */
export async function writeRaw(record: Pool, { deposit, resources, journal }: DepositRows): Promise<void> {
  await record.transaction(async tx => {
    await tx.query(insert('deposit'), [asJson([deposit])], 'raw-deposit');
    await tx.query(insert('resource'), [asJson(resources)], 'raw-resource');
    await tx.query(insert('journal'), [asJson(journal ?? [])], 'raw-journal');
  });
}

/** Empties what was written raw, so that a second run writes into the same emptiness. */
export async function emptyRaw(record: Pool): Promise<void> {
  for (const table of ['journal', 'resource', 'deposit']) await record.query(`DELETE FROM bench.${table}`);
}

/** Reads a usager's chart raw: the bodies by their index, and one durable row that says so. */
export async function readChartRaw(
  record: Pool,
  usager: string,
  line: Record<string, unknown>,
): Promise<number> {
  const rows = await record.query<{ body: string }>(
    `SELECT body FROM record.resource WHERE owner = $1
       AND type = ANY ('{Patient,MedicationRequest,MedicationDispense,DiagnosticReport,Observation,ImagingStudy}')
       AND NOT deleted ORDER BY type, date DESC NULLS LAST LIMIT 400`,
    [usager],
    'raw-chart',
  );
  await record.query(insert('journal'), [asJson([{ ...line, id: crypto.randomUUID() }])], 'raw-journal');
  return rows.length;
}
