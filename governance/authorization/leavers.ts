import { orRefuse, refuse } from './attempt.ts';
import { type Authorization, authorizationColumns, follow } from './authorizations.ts';
import { type At, holderOf, practitionerIdOf } from './deps.ts';
import type { Machine } from './machine/machine.ts';
import { officesOf } from './offices.ts';
import { byRule } from './rules/refusal.ts';
import { type Concerned, mayStep, recordStep, type Subject } from './take-step.ts';

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

const toValues = ({ practitioner, organization }: Leaver) => [practitioner, organization ?? null];

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

async function endAll(at: At, leaver: Leaver): Promise<Left> {
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
  const { organization, why, practitioner } = leaver;
  const offices = await officesOf(at, { organization: organization ?? '' });
  orRefuse(mayStep(leaverMachine, 'none', why, offices));
  if (why === 'employment-ended' && organization === undefined) refuse(noPlace);
  const everywhere = why === 'order-suspended';
  const { organization: _, ...person } = leaver;
  const left = await endAll(at, everywhere ? person : leaver);
  await at.deps.endSessions(holderOf(practitioner), practitionerIdOf(at.caller.actor.id));
  return left;
}
