import type { CaseState } from './case-machine.data.ts';
import { type Case, openCase } from './cases.ts';
import { type At, daysAfter, type Place, refuse } from './deps.ts';

/** What somebody reports. */
export interface Reporting {
  kind: Exclude<Case['kind'], 'alert'>;
  /** In their own words; may be empty when entries say it. */
  words: string;
  /** Whose record, when a person reports what they do not recognize. */
  usager?: string;
  /** Ids of entries of that person’s list. */
  entries?: string[];
  /** In whose name, when it is not their own: they may (`reportsFor`). */
  organization?: Place;
}

/** Reports of one person in a day: enough for whoever is worried, too few to drown others. */
const mostADay = 10;

const recent = `SELECT count(*)::int AS count FROM service.surveillance_report WHERE reporter = $1 AND at > $2`;
const already = `
  SELECT FROM service.surveillance_report r JOIN service.surveillance_case c ON c.id = r.case_id
   WHERE r.usager = $1 AND r.entries && $2::uuid[] AND c.state <> 'closed'`;
const insert = `
  INSERT INTO service.surveillance_report (case_id, at, reporter, reporter_name, organization, organization_name, usager,
    entries, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

async function holdBack(at: At, { usager, entries = [] }: Reporting): Promise<void> {
  const { id } = at.caller.actor;
  // Counted one after the other: what is sent at once counts too.
  await at.tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`surveillance report ${id}`]);
  const [row] = await at.tx.query<{ count: number }>(recent, [id, daysAfter(at.now, -1)]);
  if (row!.count >= mostADay)
    refuse(
      'too-many',
      'Vous avez déjà signalé plusieurs choses aujourd’hui: elles sont reçues. Revenez demain pour la suite.',
      'You have reported several things today: they are received. Come back tomorrow for more.',
    );
  if (usager !== undefined && (await at.tx.query(already, [usager, entries])).length > 0)
    refuse(
      'not-now',
      'Cet accès a déjà été signalé: la réponse viendra ici.',
      'This access has been reported already: the answer will come here.',
    );
}

/** Opens the case of a report. What a person reported is answered within the delay. */
export async function report(at: At, it: Reporting): Promise<Case> {
  await holdBack(at, it);
  const { actor } = at.caller;
  const due = it.usager === undefined ? undefined : daysAfter(at.now, at.deps.answerDays);
  const row = await openCase(at, { kind: it.kind, ...(due && { due }) });
  const place = it.organization;
  await at.tx.query(insert, [
    ...[row.id, at.now, actor.id, actor.name, place?.id ?? null, place?.name ?? null],
    ...[it.usager ?? null, it.entries ?? [], it.words],
  ]);
  return row;
}

/** What a person reads of what they reported: nothing of the inquiry. */
export interface OwnReport {
  number: string;
  at: Date;
  /** By when they are answered. */
  due: Date;
  state: 'received' | 'under-way' | 'answered' | 'closed';
  entries: string[];
  answer?: { text: string; at: Date };
}

interface Row {
  number: string;
  at: Date;
  state: CaseState;
  entries: string[];
  text: string | null;
  answered: Date | null;
}

const ownText = `
  SELECT 'SV-' || to_char(c.opened AT TIME ZONE 'America/Toronto', 'YYYY') || '-' || lpad(c.number::text, 6, '0') AS number,
    c.opened AS at, c.state, coalesce(r.entries, '{}')::text[] AS entries, w.text, w.at AS answered
    FROM service.surveillance_case c
    LEFT JOIN service.surveillance_report r ON r.case_id = c.id
    LEFT JOIN LATERAL (SELECT text, at FROM service.surveillance_answer
      WHERE case_id = c.id AND usager = $1 ORDER BY id DESC LIMIT 1) w ON true
   WHERE c.id IN (SELECT case_id FROM service.surveillance_report WHERE usager = $1
     UNION SELECT case_id FROM service.surveillance_answer WHERE usager = $1)
   ORDER BY c.opened DESC LIMIT 100`;

function stateOf({ state, text }: Row): OwnReport['state'] {
  if (text !== null) return 'answered';
  if (state === 'closed') return 'closed';
  return state === 'received' ? 'received' : 'under-way';
}

/** What was reported of a person’s record, and what they were told, newest first. */
export async function reportsOf(
  pool: { query: At['tx']['query'] },
  usager: string,
  answerDays: number,
): Promise<OwnReport[]> {
  const rows = await pool.query<Row>(ownText, [usager], 'surveillance-own-reports');
  return rows.map(row => ({
    ...{ number: row.number, at: row.at, entries: row.entries, state: stateOf(row) },
    // The delay that was promised, whatever state the case is in.
    due: daysAfter(row.at, answerDays),
    ...(row.text !== null && { answer: { text: row.text, at: row.answered! } }),
  }));
}
