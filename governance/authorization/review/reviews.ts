import { orRefuse, refuse, refuseUnknown } from '../attempt.ts';
import { changeAuthorization, lock } from '../authorizations.ts';
import { type At, practitionerIdOf } from '../deps.ts';
import { type ReviewState, reviewMachine } from '../machine/review.data.ts';
import { officesOf } from '../offices.ts';
import { byRule } from '../rules/refusal.ts';
import { mayStep, recordStep } from '../take-step.ts';

/** Whether somebody still needs an access: asked, and what was answered, when and by whom. */
export interface Review {
  id: string;
  authorization: string;
  organization: string;
  organizationName: string;
  practitioner: string;
  practitionerName: string;
  profile: string;
  state: ReviewState;
  opened: Date;
  since: Date;
  answeredByName: string | null;
  reason: string | null;
}

export const reviewColumns = `id, "authorization", organization, organization_name AS "organizationName", practitioner,
  practitioner_name AS "practitionerName", profile, state, opened, since, answered_by_name AS "answeredByName", reason`;

export interface ReviewAnswer {
  event: 'confirm' | 'withdraw';
  /** Required of a withdrawal. */
  reason?: string;
}

const ownAccess = byRule(
  'same-person',
  'Personne ne confirme son propre accès : une ou un agent en gestion des accès répond pour vous.',
  'Nobody confirms their own access: an access management agent answers for you.',
);
const noReason = byRule('reason', 'reason: dites pourquoi.', 'reason: say why.');

const update = `
  UPDATE service.access_review SET state = $2, since = $3, answered_by = $4, answered_by_name = $5, reason = $6
   WHERE id = $1 RETURNING ${reviewColumns}`;

/** Answers for somebody’s access: it holds, or it ends at once. */
export async function answerReview(at: At, id: string, { event, reason }: ReviewAnswer): Promise<Review> {
  const text = `SELECT ${reviewColumns} FROM service.access_review WHERE id = $1`;
  const [found] = await at.tx.query<Review>(text, [id]);
  // The authorization is locked first, as by everything else that may end it.
  const authorization = found && (await lock(at, found.authorization));
  const [row] = await at.tx.query<Review>(`${text} FOR UPDATE`, [id]);
  const offices = await officesOf(at, row ? { organization: row.organization } : { organization: '' });
  const may = mayStep(reviewMachine, row?.state ?? 'none', event, offices);
  if (row === undefined) return refuseUnknown(may);
  const taken = orRefuse(may);
  const { actor } = at.caller;
  if (practitionerIdOf(actor.id) === row.practitioner) refuse(ownAccess);
  if (event === 'withdraw' && !reason) refuse(noReason);
  const who = [practitionerIdOf(actor.id), actor.name];
  const [written] = await at.tx.query<Review>(update, [row.id, taken.to, at.now, ...who, reason ?? null]);
  await recordStep(at, 'review', row, event, taken, reason);
  if (event === 'withdraw') await changeAuthorization(at, authorization!, 'withdraw', reason);
  return written!;
}
