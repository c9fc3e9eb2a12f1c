import type { JournalEntry } from '@continuum/trust-audit';
import { type CaseEvent, type CaseState, type Measure, measures, stateDays } from './case-machine.data.ts';
import { type CaseHands, caseStep } from './case-step.ts';
import { type At, daysAfter, refuse, refuseUnknown } from './deps.ts';

export interface Case extends CaseHands {
  id: string;
  /** As people call it: `SV-2026-000012`. */
  number: string;
  kind: 'alert' | 'access-not-recognized' | 'inappropriate-use' | 'incident';
  opened: Date;
  since: Date;
  due: Date;
  subjectName: string | null;
  asked: Measure[];
  taken: Measure[];
}

export const caseColumns = `c.id, 'SV-' || to_char(c.opened AT TIME ZONE 'America/Toronto', 'YYYY') || '-'
  || lpad(c.number::text, 6, '0') AS number, c.kind, c.state, c.opened, c.since, c.due, c.subject,
  c.subject_name AS "subjectName", c.triaged_by AS "triagedBy", c.investigated_by AS "investigatedBy",
  c.decided_by AS "decidedBy", c.asked, c.taken`;

const insert = `
  INSERT INTO service.surveillance_case AS c (kind, state, opened, since, due, subject, subject_name, triaged_by)
  VALUES ($1, $2, $3, $3, $4, $5, $6, $7) RETURNING ${caseColumns}`;

interface Opened {
  kind: Case['kind'];
  subject?: { reference: string; name: string };
  due?: Date;
}

/** Opens a case: received when somebody reported, in triage when somebody of surveillance opens it. */
export async function openCase(at: At, { kind, subject, due }: Opened): Promise<Case> {
  const byStaff = kind === 'alert';
  const state: CaseState = byStaff ? 'triage' : 'received';
  const [row] = await at.tx.query<Case>(insert, [
    ...[kind, state, at.now, due ?? daysAfter(at.now, stateDays[state])],
    ...[subject?.reference ?? null, subject?.name ?? null, byStaff ? at.caller.actor.id : null],
  ]);
  await recordEvent(at, row!.id, { event: byStaff ? 'open' : 'report', before: null, after: state });
  return row!;
}

export interface Recorded {
  event: CaseEvent | 'note' | 'alert';
  before: CaseState | null;
  after: CaseState;
  text?: string | undefined;
  detail?: Record<string, unknown>;
}

const event = `
  INSERT INTO service.surveillance_event (case_id, event, before, after, at, by, by_name, text, detail)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Adds to what happened to a case. */
export async function recordEvent({ tx, now, caller }: At, id: string, it: Recorded): Promise<void> {
  const { id: by, name } = caller.actor;
  const detail = JSON.stringify(it.detail ?? {});
  await tx.query(event, [id, it.event, it.before, it.after, now, by, name, it.text ?? null, detail]);
}

/** A case, locked until the end of the transaction. */
export async function lockCase({ tx }: At, id: string): Promise<Case> {
  const text = `SELECT ${caseColumns} FROM service.surveillance_case c WHERE c.id = $1 FOR UPDATE`;
  const [row] = await tx.query<Case>(text, [id]);
  return row ?? refuseUnknown();
}

const excluded = {
  subject: {
    fr: 'Ce dossier porte sur vous: une ou un collègue le traite.',
    en: 'This case is about you: a colleague handles it.',
  },
  triagedBy: {
    fr: 'Vous avez fait le tri de ce dossier: une autre personne décide.',
    en: 'You triaged this case: somebody else decides.',
  },
  investigatedBy: {
    fr: 'Vous avez mené l’enquête: une autre personne décide.',
    en: 'You led the inquiry: somebody else decides.',
  },
  decidedBy: {
    fr: 'Vous avez pris la décision: une autre personne prend les mesures et ferme le dossier.',
    en: 'You decided: somebody else takes the measures and closes the case.',
  },
};

function stepOrRefuse(row: Case, what: CaseEvent, by: string): CaseState {
  const step = caseStep(row, what, by);
  if (step.step === 'taken') return step.to;
  if (step.step === 'not-you') {
    const { fr, en } = excluded[step.because];
    return refuse('four-eyes', fr, en);
  }
  const awaited = step.awaited.join(', ') || '–';
  return refuse(
    'not-now',
    `Ce n’est pas le moment: l’état est « ${row.state} ». Attendu: ${awaited}.`,
    `Not now: the state is "${row.state}". Awaited: ${awaited}.`,
  );
}

/** One step of a case, as it is asked. */
export interface CaseChange {
  event: Exclude<CaseEvent, 'report' | 'open'>;
  /** What was found, decided, done, or why. */
  text?: string;
  /** `decide`: the measures; `no-further-action` alone, or others without it. */
  measures?: Measure[];
  /** `measure`: the one that was taken. */
  measure?: Measure;
  /** `measure`, `notify-person`: whom, when the case does not come from them. */
  usager?: string;
}

const update = `
  UPDATE service.surveillance_case AS c SET state = $2, since = $3, due = $4, triaged_by = $5, investigated_by = $6,
    decided_by = $7, asked = $8, taken = $9,
    subject = $10, subject_name = $11 WHERE c.id = $1 RETURNING ${caseColumns}`;

const needsText = new Set<CaseEvent>(['conclude', 'return', 'decide', 'measure', 'reopen']);

function checkDecision({ kind }: Case, { measures: asked = [] }: CaseChange): Measure[] {
  const acting = asked.some(measure => measure !== 'no-further-action' && measure !== 'notify-person');
  if (asked.length === 0 || asked.includes('no-further-action') === acting)
    refuse(
      'rule',
      'measures: choisissez des mesures, ou « aucune suite »; la personne peut être avisée dans les deux cas.',
      'measures: choose measures, or "no further action"; the person may be told in either case.',
    );
  if (kind === 'access-not-recognized' && !asked.includes('notify-person'))
    refuse(
      'rule',
      'measures: la personne qui a signalé attend une réponse; avisez-la aussi.',
      'measures: the person who reported waits for an answer; tell them too.',
    );
  return measures.filter(measure => asked.includes(measure));
}

const reporterOf = `SELECT usager FROM service.surveillance_report WHERE case_id = $1`;
const answerText = `
  INSERT INTO service.surveillance_answer (case_id, usager, text, at, by) VALUES ($1, $2, $3, $4, $5)`;
const concerned = `SELECT FROM service.surveillance_alert WHERE case_id = $1 AND usager = $2`;

/** The final words to the person: on their portal, beside what they reported. */
async function tellPerson(at: At, row: Case, { usager, text }: CaseChange): Promise<void> {
  const [report] = await at.tx.query<{ usager: string | null }>(reporterOf, [row.id]);
  const whom = report?.usager ?? usager;
  const known = report?.usager || (whom && (await at.tx.query(concerned, [row.id, whom])).length > 0);
  if (!whom || !known)
    return refuse(
      'rule',
      'usager: choisissez une personne dont le dossier est dans les preuves.',
      'usager: choose a person whose record is in the evidence.',
    );
  await at.tx.query(answerText, [row.id, whom, text, at.now, at.caller.actor.id]);
}

async function takeMeasure(at: At, row: Case, change: CaseChange): Promise<Record<string, unknown>> {
  const { measure } = change;
  if (measure === undefined || !row.asked.includes(measure) || row.taken.includes(measure))
    return refuse(
      'rule',
      'measure: ce n’est pas une mesure décidée qui reste à prendre.',
      'measure: it is not a measure that was decided and is still to be taken.',
    );
  if (measure === 'notify-person') await tellPerson(at, row, change);
  if (measure !== 'suspend-access') return { measure };
  if (row.subject === null)
    return refuse(
      'rule',
      'Ce dossier ne porte sur personne dont l’accès puisse être suspendu.',
      'This case is about nobody whose access could be suspended.',
    );
  const practitioner = row.subject.replace('Practitioner/', '');
  const suspended = await at.deps.suspend(practitioner, `${row.number}: ${change.text}`, at.caller);
  return { measure, suspended };
}

const entriesText = 'SELECT entries::text[] AS entries FROM service.surveillance_report WHERE case_id = $1';

/** Whose acts a report is about: of the one person who made all of its entries. */
async function reportedIn(at: At, id: string): Promise<{ reference: string; name: string } | undefined> {
  const [report] = await at.tx.query<{ entries: string[] }>(entriesText, [id]);
  if (!report || report.entries.length === 0) return undefined;
  const { actor, purpose, origin } = at.caller;
  const kept = await at.deps.gate.open(actor, purpose, origin).watching.entries(report.entries);
  if (kept.outcome === 'denied') return undefined;
  const people = kept.entries.map(({ entry }) => (JSON.parse(entry) as Pick<JournalEntry, 'who'>).who);
  const [one] = people;
  const same = people.every(({ reference }) => reference === one?.reference);
  return one?.kind === 'practitioner' && same ? { reference: one.reference, name: one.name } : undefined;
}

/** What a step changes beside the state. */
async function effectOf(at: At, row: Case, change: CaseChange) {
  const by = at.caller.actor.id;
  switch (change.event) {
    case 'triage': {
      const subject = row.subject === null ? await reportedIn(at, row.id) : undefined;
      if (subject?.reference === by) refuse('four-eyes', excluded.subject.fr, excluded.subject.en);
      const about = subject && { subject: subject.reference, subjectName: subject.name };
      return { row: { ...row, ...about, triagedBy: by }, detail: {} };
    }
    case 'conclude':
      return { row: { ...row, investigatedBy: by }, detail: {} };
    case 'decide': {
      const asked = checkDecision(row, change);
      const taken = asked.filter(measure => measure === 'no-further-action');
      return { row: { ...row, decidedBy: by, asked, taken }, detail: { measures: asked } };
    }
    case 'measure': {
      const detail = await takeMeasure(at, row, change);
      return { row: { ...row, taken: [...row.taken, change.measure!] }, detail };
    }
    case 'reopen':
      // Whoever triages anew is not bound by who did before.
      return { row: { ...row, decidedBy: null, asked: [], taken: [], triagedBy: by }, detail: {} };
    default:
      return { row, detail: {} };
  }
}

/** Takes a step of a case; its event says who, when and why. */
export async function changeCase(at: At, id: string, change: CaseChange): Promise<Case> {
  const row = await lockCase(at, id);
  const to = stepOrRefuse(row, change.event, at.caller.actor.id);
  if (needsText.has(change.event) && !change.text?.trim())
    refuse(
      'rule',
      'text: dites ce qui a été constaté, décidé ou fait.',
      'text: say what was found, decided or done.',
    );
  const effect = await effectOf(at, row, change);
  if (change.event === 'close' && !row.asked.every(measure => row.taken.includes(measure)))
    refuse(
      'not-now',
      'Des mesures décidées restent à prendre.',
      'Measures that were decided are still to be taken.',
    );
  const { triagedBy, investigatedBy, decidedBy, asked, taken, subject, subjectName } = effect.row;
  const due = change.event === 'measure' ? row.due : daysAfter(at.now, stateDays[to]);
  const since = to === row.state ? row.since : at.now;
  const hands = [triagedBy, investigatedBy, decidedBy];
  const values = [id, to, since, due, ...hands, asked, taken, subject, subjectName];
  const [written] = await at.tx.query<Case>(update, values);
  const { text } = change;
  await recordEvent(at, id, {
    event: change.event,
    before: row.state,
    after: to,
    text,
    detail: effect.detail,
  });
  return written!;
}

/** Adds a note: what somebody found on the way. */
export async function noteCase(at: At, id: string, text: string): Promise<Case> {
  const row = await lockCase(at, id);
  if (row.subject === at.caller.actor.id) refuse('four-eyes', excluded.subject.fr, excluded.subject.en);
  await recordEvent(at, id, { event: 'note', before: row.state, after: row.state, text });
  return row;
}
