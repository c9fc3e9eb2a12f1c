import { orRefuse, refuse } from '../attempt.ts';
import { type Authorization, authorizationColumns, follow } from '../authorizations.ts';
import { type At, holderOf, practitionerIdOf } from '../deps.ts';
import type { Machine } from '../machine/machine.ts';
import { officesOf } from '../offices.ts';
import { byRule } from '../rules/refusal.ts';
import { type Concerned, mayStep, recordStep, type Subject } from '../take-step.ts';

/** Somebody who left an organization, or whom their order suspended. */
export interface Leaver {
  practitioner: string;
  why: 'employment-ended' | 'order-suspended';
  /** End of employment: where. */
  organization?: string;
  reason: string;
}

export interface Left {
  authorizations: number;
  requests: number;
  designations: number;
  agents: number;
  sessions: number;
}

/** Who may say that somebody left: one step, that nothing waits for. */
const leaverMachine: Machine<'done', Leaver['why']> = [
  ['none', 'employment-ended', 'done', ['gaa', 'aga']],
  ['none', 'order-suspended', 'done', ['aga', 'operations']],
];

const noPlace = byRule(
  'organization',
  'organization: dites d’où cette personne part.',
  'organization: say where from.',
);

const concerned = (table: string, columns: string, live: string): string => `
  SELECT ${columns} FROM service.${table}
   WHERE practitioner = $1 AND ($2::text IS NULL OR organization = $2) AND ${live} FOR UPDATE`;

const rowColumns = 'id, organization, practitioner, state';

type From = Pick<Leaver, 'practitioner' | 'organization'>;

const toValues = ({ practitioner, organization }: From) => [practitioner, organization ?? null];

interface Ending {
  table: string;
  live: string;
  to: string;
  /** The column that keeps when. */
  set: string;
}

const endings = {
  request: {
    table: 'access_request',
    live: `state IN ('submitted', 'validated', 'returned')`,
    to: 'cancelled',
    set: 'since',
  },
  designation: { table: 'gaa_designation', live: `state = 'in-force'`, to: 'ended', set: 'ended' },
  agent: { table: 'access_agent', live: `state = 'in-force'`, to: 'ended', set: 'ended' },
} as const satisfies Partial<Record<Subject, Ending>>;

/** What would end, row by row, and how many sessions are open. */
export interface Leaving {
  authorizations: Pick<Authorization, 'id' | 'organizationName' | 'profile' | 'state'>[];
  requests: { id: string; organizationName: string; profile: string; state: string }[];
  /** GAA of an organization, or agent. */
  offices: { id: string; organizationName: string; office: 'gaa' | 'aga' | 'tvi' | 'avi' }[];
  sessions: number;
}

const theirs = `practitioner = $1 AND ($2::text IS NULL OR organization = $2)`;
const named = `organization_name AS "organizationName"`;
const shown = {
  authorizations: `SELECT id, ${named}, profile, state FROM service.access_authorization
    WHERE ${theirs} AND state <> 'ended' ORDER BY organization_name, id`,
  requests: `SELECT id, ${named}, profile, state FROM service.access_request
    WHERE ${theirs} AND ${endings.request.live} ORDER BY organization_name, id`,
  offices: `SELECT id, ${named}, 'gaa' AS office FROM service.gaa_designation WHERE ${theirs} AND state = 'in-force'
    UNION ALL SELECT id, ${named}, office FROM service.access_agent WHERE ${theirs} AND state = 'in-force' ORDER BY 2, 1`,
};

/** Whether whoever asks may say that somebody left; and from where: everywhere, when it is their order. */
async function whereFrom(at: At, { organization, why, practitioner }: Omit<Leaver, 'reason'>) {
  const offices = await officesOf(at, { organization: organization ?? '' });
  orRefuse(mayStep(leaverMachine, 'none', why, offices));
  if (why === 'employment-ended' && organization === undefined) refuse(noPlace);
  return { practitioner, ...(why === 'employment-ended' && { organization }) };
}

/** What would end if somebody left: nothing is changed. */
export async function previewLeaving(at: At, leaver: Omit<Leaver, 'reason'>): Promise<Leaving> {
  const from = toValues(await whereFrom(at, leaver));
  const { tx, deps, caller } = at;
  const authorizations = await tx.query<Leaving['authorizations'][number]>(shown.authorizations, from);
  const requests = await tx.query<Leaving['requests'][number]>(shown.requests, from);
  const offices = await tx.query<Leaving['offices'][number]>(shown.offices, from);
  const sessions = await deps.countSessions(holderOf(leaver.practitioner));
  const about = `Practitioner/${leaver.practitioner}`;
  await deps.journal({ action: 'authorization-leaver-preview', outcome: 'success', ...caller, about });
  return { authorizations, requests, offices, sessions };
}

/** The rows of a table that the leaver still has, each put in the state that ends it. */
async function endRows(
  at: At,
  leaver: Leaver,
  subject: Subject,
  event: string,
  ending: Ending,
): Promise<number> {
  const { table, live, to, set } = ending;
  const rows = await at.tx.query<Concerned>(concerned(table, rowColumns, live), toValues(leaver));
  for (const row of rows) {
    await at.tx.query(`UPDATE service.${table} SET state = $2, ${set} = $3 WHERE id = $1`, [
      row.id,
      to,
      at.now,
    ]);
    await recordStep(at, subject, row, event, { to, office: 'platform' }, leaver.why);
  }
  return rows.length;
}

async function endAll(at: At, leaver: Leaver): Promise<Omit<Left, 'sessions'>> {
  const live = concerned('access_authorization', authorizationColumns, `state <> 'ended'`);
  const authorizations = await at.tx.query<Authorization>(live, toValues(leaver));
  for (const row of authorizations) await follow(at, row, 'leave', { reason: leaver.why });
  return {
    authorizations: authorizations.length,
    requests: await endRows(at, leaver, 'request', 'lapse', endings.request),
    designations: await endRows(at, leaver, 'designation', 'leave', endings.designation),
    agents: await endRows(at, leaver, 'agent', 'leave', endings.agent),
  };
}

/** Ends, in one action, everything that somebody had at the place they leave; everywhere, when it is their order. */
export async function leave(at: At, leaver: Leaver): Promise<Left> {
  const from = await whereFrom(at, leaver);
  const left = await endAll(at, { ...leaver, organization: from.organization });
  const sessions = await at.deps.endSessions(
    holderOf(leaver.practitioner),
    practitionerIdOf(at.caller.actor.id),
  );
  return { ...left, sessions };
}
