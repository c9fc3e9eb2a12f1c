import { createHmac } from 'node:crypto';
import { findCredentials } from '@continuum/registries-credential';
import { unknownActor } from '@continuum/trust-access';
import { type At, type AuthorizationDeps, type Caller, practitionerIdOf } from '../deps.ts';
import { type UnblockingState, unblockingMachine } from '../machine/unblocking.data.ts';
import { notifyOffice, notifyPerson } from '../notice.ts';
import { howMany, securityQuestions } from '../rules/security-questions.data.ts';
import { following, recordStep } from '../take-step.ts';
import { matchAnswers, type SecurityAnswer } from './security-answers.ts';

/** Somebody who asks to be unblocked, as the service of tele-verification sees it. */
export interface Unblocking {
  id: string;
  authorization: string;
  organization: string;
  organizationName: string;
  practitioner: string;
  practitionerName: string;
  email: string;
  state: UnblockingState;
  asked: Date;
  since: Date;
  reason: string | null;
}

export const unblockingColumns = `id, "authorization", organization, organization_name AS "organizationName", practitioner,
  practitioner_name AS "practitionerName", email, state, asked, since, reason`;

/** Who asks, on the public page: a name and answers, that may be anybody’s. */
export interface AskingUnblocking {
  userName: string;
  answers: SecurityAnswer[];
}

/** What the page is told, whoever asked: it does not say whether somebody bears the name. */
export type AskedUnblocking = { taken: true } | { taken: false; retryAfterSeconds: number };

interface Kept {
  practitioner: string;
  practitionerName: string;
  questions: string[];
  hashes: string[];
}

async function keptOf({ pool }: AuthorizationDeps, userName: string): Promise<Kept | undefined> {
  const [credential] = await findCredentials(pool, userName);
  const text = `SELECT practitioner, practitioner_name AS "practitionerName", questions, hashes
    FROM service.security_answers WHERE practitioner = $1`;
  // Asked in any case: what is nobody's takes the same way.
  const [row] = await pool.query<Kept>(text, [practitionerIdOf(credential?.holder ?? '')]);
  return row;
}

/** Three questions for a name that chose none: always the same, in the order of the list as the others are. */
function decoyOf(userName: string, secret: string): string[] {
  const rank = (question: string) =>
    createHmac('sha256', secret).update(`${userName}|${question}`).digest('hex');
  return Object.keys(securityQuestions.questions)
    .toSorted((one, other) => rank(one).localeCompare(rank(other)))
    .slice(0, howMany);
}

/** The questions that the bearer of a name is asked, or that anybody would be. */
export async function questionsFor(deps: AuthorizationDeps, userName: string): Promise<string[]> {
  const [kept, [decoy]] = await Promise.all([
    keptOf(deps, userName),
    deps.pool.query<{ secret: string }>('SELECT secret FROM service.security_decoy'),
  ]);
  const questions = kept?.questions ?? decoyOf(userName, decoy!.secret);
  const places = Object.keys(securityQuestions.questions);
  return questions.toSorted((one, other) => places.indexOf(one) - places.indexOf(other));
}

const insert = `
  INSERT INTO service.key_unblocking ("authorization", organization, organization_name, practitioner, practitioner_name,
    email, state, asked, since)
  SELECT a.id, a.organization, a.organization_name, a.practitioner, a.practitioner_name, r.email, $2, $3, $3
    FROM service.access_authorization a JOIN service.access_request r ON r.id = a.request
   WHERE a.practitioner = $1 AND a.state IN ('in-force', 'suspended') ORDER BY a.created DESC LIMIT 1
  ON CONFLICT DO NOTHING RETURNING ${unblockingColumns}`;

/** The line in the list of the service of tele-verification, and who is told: false when there is one already, or no access. */
async function open(at: At, practitioner: string): Promise<boolean> {
  const to = following(unblockingMachine, 'none', 'ask')!;
  const [row] = await at.tx.query<Unblocking>(insert, [practitioner, to, at.now]);
  if (row === undefined) return false;
  await recordStep(at, 'unblocking', { ...row, state: 'none' }, 'ask', { to, office: 'platform' });
  const facts = { person: row.practitionerName, organization: row.organizationName };
  await notifyOffice(at, { subject: row, template: 'unblocking-asked', facts }, 'tvi');
  // If it was somebody else, the person learns of it.
  await notifyPerson(at, { subject: row, template: 'unblocking-told', facts }, row.practitioner, row.email);
  return true;
}

/**
 * Somebody without a key that works asks for help. The answer is the same for right and wrong answers, and for a name that
 * nobody bears; wrong tries are counted by name and address. Right ones open a line in a list, and nothing else.
 */
export async function askUnblocking(
  deps: AuthorizationDeps,
  { userName, answers }: AskingUnblocking,
  { origin }: Caller,
): Promise<AskedUnblocking> {
  const caller: Caller = { actor: unknownActor, origin };
  const event = { action: 'attempt', outcome: 'denied', ...caller } as const;
  const tried = await deps.unblockingTries.take(`unblocking|${userName}|${origin.address}`);
  if (!tried.permitted) {
    if (tried.first) await deps.journal({ ...event, why: 'unblocking:too-many' });
    return { taken: false, retryAfterSeconds: tried.retryAfterSeconds };
  }
  const kept = await keptOf(deps, userName);
  const matches = await matchAnswers(answers, kept);
  const now = deps.clock?.() ?? new Date();
  const opened =
    matches &&
    kept &&
    (await deps.pool.transaction(tx => open({ deps, tx, caller, now }, kept.practitioner)));
  if (!opened)
    await deps.journal({ ...event, why: matches ? 'unblocking:nothing-to-open' : 'unblocking:answers' });
  deps.wake?.();
  return { taken: true };
}
