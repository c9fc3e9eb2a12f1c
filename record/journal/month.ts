import type { Pool } from '@continuum/record-database';

/** An entry as it is exported: its place in the tree, from 0, null while it has none; and its canonical text, which is the leaf. */
export interface ExportedEntry {
  seq: number | null;
  entry: string;
}

const pageSize = 5_000;

const pageOf = `
  SELECT j.id, j.at, l.seq, j.entry FROM record.journal j LEFT JOIN record.journal_leaf l ON l.entry = j.id
   WHERE j.at >= $1 AND j.at < $2 AND (j.at, j.id) > ($3::timestamptz, $4::uuid)
   ORDER BY j.at, j.id LIMIT ${pageSize}`;

const nobody = '00000000-0000-0000-0000-000000000000';

/** From the first moment of a month to the first of the next, UTC, as its partition. @param month `2026-11` */
function boundsOf(month: string): [Date, Date] {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return [new Date(Date.UTC(year, number - 1)), new Date(Date.UTC(year, number))];
}

/** The entries of a month, oldest first, some at a time: a month is never in memory. @param month `2026-11`, UTC */
export async function* entriesOfMonth(pool: Pool, month: string): AsyncGenerator<ExportedEntry[]> {
  const [from, to] = boundsOf(month);
  let after: { at: Date; id: string } = { at: new Date(from.getTime() - 1), id: nobody };
  for (;;) {
    const page = await pool.query<ExportedEntry & { id: string; at: Date }>(pageOf, [
      from,
      to,
      after.at,
      after.id,
    ]);
    if (page.length > 0) yield page.map(({ seq, entry }) => ({ seq, entry }));
    if (page.length < pageSize) return;
    after = page.at(-1)!;
  }
}
