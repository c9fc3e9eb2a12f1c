import { type Case, caseColumns, openCase, recordEvent } from './cases.ts';
import { type At, refuse, refuseUnknown } from './deps.ts';

/** An alert as it is kept. */
export interface KeptAlert {
  id: string;
  rule: string;
  version: number;
  actor: string;
  actorName: string;
  profile: string;
  organizationName: string | null;
  usager: string | null;
  day: string;
  at: Date;
  entries: string[];
  figures: Record<string, number | string>;
  raised: Date;
  state: 'new' | 'set-aside' | 'in-case';
  caseId: string | null;
  reason: string | null;
}

export const alertColumns = `a.id, a.rule, a.version, a.actor, a.actor_name AS "actorName", a.profile,
  a.organization_name AS "organizationName", a.usager, a.day::text AS day, a.at, a.entries::text[] AS entries, a.figures,
  a.raised, a.state, a.case_id AS "caseId", a.reason`;

const lockText = `SELECT ${alertColumns} FROM service.surveillance_alert a WHERE a.id = $1 FOR UPDATE`;

async function lockNew(at: At, id: string): Promise<KeptAlert> {
  const [alert] = await at.tx.query<KeptAlert>(lockText, [id]);
  if (!alert) return refuseUnknown();
  if (alert.actor === at.caller.actor.id)
    refuse(
      'four-eyes',
      'Cette alerte porte sur vous: une ou un collègue la traite.',
      'This alert is about you: a colleague handles it.',
    );
  if (alert.state !== 'new')
    refuse('not-now', 'Cette alerte a déjà été traitée.', 'This alert has been handled already.');
  return alert;
}

const setAsideText = `
  UPDATE service.surveillance_alert AS a SET state = 'set-aside', set_aside = $2, set_aside_by = $3, reason = $4
   WHERE a.id = $1 RETURNING ${alertColumns}`;

/** Sets an alert aside, with why: it stays, and is found again. */
export async function setAside(at: At, id: string, reason: string): Promise<KeptAlert> {
  await lockNew(at, id);
  const [kept] = await at.tx.query<KeptAlert>(setAsideText, [id, at.now, at.caller.actor.id, reason]);
  return kept!;
}

const intoCase = `UPDATE service.surveillance_alert SET state = 'in-case', case_id = $2 WHERE id = $1`;
const about = 'UPDATE service.surveillance_case SET subject = $2, subject_name = $3 WHERE id = $1';
const openOf = `SELECT ${caseColumns} FROM service.surveillance_case c WHERE c.id = $1 AND c.state <> 'closed' FOR UPDATE`;

/** Puts an alert into a case: a new one, or an open one about the same person. */
export async function alertToCase(at: At, id: string, into?: string): Promise<Case> {
  const alert = await lockNew(at, id);
  const row = into === undefined ? await openFor(at, alert) : (await at.tx.query<Case>(openOf, [into]))[0];
  if (!row) return refuse('unknown', 'Il n’y a pas de tel dossier ouvert.', 'There is no such open case.');
  // A report that named nobody is about whom the evidence is about.
  if (row.subject === null) await at.tx.query(about, [row.id, alert.actor, alert.actorName]);
  else if (row.subject !== alert.actor)
    refuse(
      'rule',
      'case: ce dossier porte sur quelqu’un d’autre.',
      'case: that case is about somebody else.',
    );
  await at.tx.query(intoCase, [id, row.id]);
  const detail = { alert: id, rule: alert.rule, version: alert.version };
  await recordEvent(at, row.id, { event: 'alert', before: row.state, after: row.state, detail });
  return row;
}

const openFor = (at: At, { actor, actorName }: KeptAlert): Promise<Case> =>
  openCase(at, { kind: 'alert', subject: { reference: actor, name: actorName } });
