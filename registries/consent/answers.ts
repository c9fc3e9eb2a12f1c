import { denied, tell } from '@continuum/door';
import type { Access } from '@continuum/record-gate';
import type { FastifyReply } from 'fastify';
import type { ChoiceOutcome } from './register.ts';

/** Why a choice was not registered. */
export function refuse(
  reply: FastifyReply,
  outcome: Exclude<ChoiceOutcome, { outcome: 'registered' }>,
): FastifyReply {
  if (outcome.outcome === 'denied') return denied(reply, outcome);
  if (outcome.outcome === 'already') return tell(reply, 409, outcome.issues);
  if (outcome.outcome === 'invalid') return tell(reply, 422, outcome.issues);
  return notFound(reply, 'That choice is not in the register.');
}

/** 404, and what was not found. */
export const notFound = (reply: FastifyReply, diagnostics: string): FastifyReply =>
  tell(reply, 404, 'not-found', diagnostics);

/**
 * The person themself or who acts for them, staff at the counter included; the door is closed to anyone else, whether or
 * not there is something.
 */
export const isTheirs = ({ actor }: Access, usager: string): boolean =>
  (actor.kind === 'practitioner' && actor.atRequestOf === usager) ||
  (actor.kind === 'citizen' && (actor.usagers ?? []).includes(usager));

/** The answer to anyone else. */
export const notTheirs = (reply: FastifyReply): FastifyReply =>
  tell(reply, 403, 'forbidden', 'This account has no access to that person’s record.');
