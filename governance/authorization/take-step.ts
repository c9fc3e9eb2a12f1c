import { type At, practitionerIdOf } from './deps.ts';
import { type Machine, type Office, step } from './machine/machine.ts';
import type { Refusal } from './rules/refusal.ts';

export type Subject =
  | 'designation'
  | 'agent'
  | 'request'
  | 'handover'
  | 'authorization'
  | 'review'
  | 'unblocking';

/** What a step is taken on. */
export interface Concerned<State extends string = string> {
  id: string;
  organization: string;
  practitioner: string;
  state: State | 'none';
}

export interface Taken<State extends string> {
  to: State;
  office: Office;
}

/** Whether somebody of these offices may take the step now; nothing is written. */
export function mayStep<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State | 'none',
  event: Event,
  offices: readonly Office[],
): Taken<State> | Refusal {
  const answer = step(machine, state, event, offices);
  if (answer.step === 'not-theirs') return { refused: 'office' };
  if (answer.step === 'not-now') return { refused: 'state', state, awaited: answer.awaited };
  return { to: answer.to, office: answer.office };
}

/** The state that follows by the platform’s own act; undefined when it cannot happen in that state. */
export function following<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State | 'none',
  event: Event,
): State | undefined {
  const answer = step(machine, state, event, ['platform']);
  return answer.step === 'taken' ? answer.to : undefined;
}

const insert = `
  INSERT INTO service.authorization_event
    (subject, subject_id, organization, practitioner, event, before, after, at, by, by_name, office, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

/** Keeps who did what when, beside what was changed and in its transaction; and tells the journal. */
export async function recordStep(
  { tx, deps, caller, now }: At,
  subject: Subject,
  row: Concerned,
  event: string,
  { to, office }: { to: string; office: Office },
  reason?: string,
): Promise<void> {
  const { actor } = caller;
  const before = row.state === 'none' ? null : row.state;
  await tx.query(insert, [
    ...[subject, row.id, row.organization, row.practitioner, event, before, to, now],
    ...[practitionerIdOf(actor.id), actor.name, office, reason ?? null],
  ]);
  await deps.journal({
    ...{ action: `authorization-${subject}-${event}`, outcome: 'success', ...caller },
    about: `${subject} ${row.id} of Practitioner/${row.practitioner} at Organization/${row.organization}, as ${office}`,
  });
}
