import type { Pool } from '@continuum/record-database';
import type { Access, Denied, KeptEntry } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { toIdentity } from '@continuum/trust-access';
import { alertColumns, type KeptAlert } from './alerts.ts';
import { mayCause } from './case-step.ts';
import { type Case, caseColumns, type Recorded } from './cases.ts';

/** What happened to a case. */
export interface CaseEventLine extends Recorded {
  at: Date;
  byName: string;
}

export interface ReportLine {
  at: Date;
  reporterName: string;
  organizationName: string | null;
  usager: string | null;
  entries: string[];
  words: string;
}

/** Everything of a case, for whoever handles it and for a court. */
export interface CaseFile {
  case: Case;
  /** The events that whoever looks may cause now. */
  may: string[];
  alerts: KeptAlert[];
  reports: ReportLine[];
  events: CaseEventLine[];
  answers: { usager: string; text: string; at: Date }[];
  /** The journal’s entries as they are kept, each with its inclusion proof and the signed head that covers it. */
  entries: KeptEntry[];
  /** Names of the usagers whose records are in the evidence. */
  usagers: Record<string, string>;
}

const eventsText = `
  SELECT event, before, after, at, by_name AS "byName", text, detail FROM service.surveillance_event
   WHERE case_id = $1 ORDER BY id`;
const reportsText = `
  SELECT at, reporter_name AS "reporterName", organization_name AS "organizationName", usager, entries::text[] AS entries,
    words FROM service.surveillance_report WHERE case_id = $1`;
const answersText = 'SELECT usager, text, at FROM service.surveillance_answer WHERE case_id = $1 ORDER BY id';
const alertsText = `SELECT ${alertColumns} FROM service.surveillance_alert a WHERE a.case_id = $1 ORDER BY a.at, a.id`;
const caseText = `SELECT ${caseColumns} FROM service.surveillance_case c WHERE c.id = $1`;

/** Names of usagers, by the register. A look: it is journalled, in the list of each. */
export async function usagerNames(access: Access, ids: readonly string[]): Promise<Record<string, string>> {
  const distinct = [...new Set(ids)].slice(0, 200);
  if (distinct.length === 0) return {};
  const outcome = await access.search('Patient', [
    ['_id', distinct.join(',')],
    ['_count', String(distinct.length)],
  ]);
  const entries = outcome.outcome === 'found' ? outcome.entries : [];
  return Object.fromEntries(
    entries.flatMap(({ id, body }) => {
      const identity = toIdentity(JSON.parse(body) as Resource);
      return identity ? [[id, `${identity.given} ${identity.family}`.trim()]] : [];
    }),
  );
}

const usagersIn = (
  alerts: readonly KeptAlert[],
  reports: readonly ReportLine[],
  entries: readonly KeptEntry[],
) => [
  ...alerts.flatMap(({ usager }) => usager ?? []),
  ...reports.flatMap(({ usager }) => usager ?? []),
  ...entries.flatMap(({ entry }) => (JSON.parse(entry) as { usager?: string }).usager ?? []),
];

/** The file of a case; undefined when there is none. Its reading is journalled by the gate. */
export async function readCaseFile(
  pool: Pool,
  access: Access,
  id: string,
): Promise<CaseFile | Denied | undefined> {
  const [row] = await pool.query<Case>(caseText, [id]);
  if (!row) return undefined;
  const [events, reports, answers, alerts] = await Promise.all([
    pool.query<CaseEventLine>(eventsText, [id]),
    pool.query<ReportLine>(reportsText, [id]),
    pool.query<{ usager: string; text: string; at: Date }>(answersText, [id]),
    pool.query<KeptAlert>(alertsText, [id]),
  ]);
  const ids = [...new Set([...alerts, ...reports].flatMap(({ entries }) => entries))];
  const kept = await access.watching.entries(ids);
  if (kept.outcome === 'denied') return kept;
  const usagers = await usagerNames(access, usagersIn(alerts, reports, kept.entries));
  const may = mayCause(row, access.actor.id);
  return { case: row, may, alerts, reports, events, answers, entries: kept.entries, usagers };
}
