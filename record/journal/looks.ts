import type { Pool } from '@continuum/record-database';
import type { JournalEntry } from '@continuum/trust-audit';

/** Whose looks at a usager’s record are sought. */
export interface LooksSought {
  /** Id of the Patient. */
  usager: string;
  /** Looks before that moment. */
  before: Date;
  /** `Practitioner/<id>`; absent: of everybody who works. */
  actor?: string;
}

/** So many at most, the last ones: more than a record is looked at in years. */
const most = 20_000;

const text = `SELECT entry FROM record.journal
  WHERE usager = $1 AND at < $2 AND starts_with(actor, 'Practitioner/') AND ($3::text IS NULL OR actor = $3)
  ORDER BY at DESC, id DESC LIMIT ${most}`;

/** What people who work did in a usager’s record before a moment, the newest first. */
export async function looksBefore(
  pool: Pool,
  { usager, before, actor }: LooksSought,
): Promise<JournalEntry[]> {
  const rows = await pool.query<{ entry: string }>(text, [usager, before, actor ?? null], 'journal-looks-at');
  return rows.map(({ entry }) => JSON.parse(entry));
}
