import type { Access, Denied } from '@continuum/record-gate';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { FastifyReply } from 'fastify';
import type { ChoiceOutcome } from './register.ts';

/** One issue of severity error; `code` is of `http://hl7.org/fhir/issue-type`. */
export const issue = (code: string, diagnostics: string): Issue => ({ severity: 'error', code, diagnostics });

/** An answer that is an OperationOutcome. */
export const answer = (reply: FastifyReply, status: number, issues: readonly Issue[]): FastifyReply =>
  reply.code(status).send(toOperationOutcome(issues));

/** What the gate denied: 401 for whoever is not known, 403. */
export function denied(reply: FastifyReply, { decision }: Denied): FastifyReply {
  const unidentified = decision.denial === 'unidentified';
  if (unidentified) reply.header('WWW-Authenticate', 'Bearer');
  return answer(reply, unidentified ? 401 : 403, [
    issue(unidentified ? 'login' : 'forbidden', decision.text),
  ]);
}

/** Why a choice was not registered. */
export function refuse(
  reply: FastifyReply,
  outcome: Exclude<ChoiceOutcome, { outcome: 'registered' }>,
): FastifyReply {
  if (outcome.outcome === 'denied') return denied(reply, outcome);
  if (outcome.outcome === 'already') return answer(reply, 409, outcome.issues);
  if (outcome.outcome === 'invalid') return answer(reply, 422, outcome.issues);
  return notFound(reply, 'That choice is not in the register.');
}

/** 404, and what was not found. */
export const notFound = (reply: FastifyReply, diagnostics: string): FastifyReply =>
  answer(reply, 404, [issue('not-found', diagnostics)]);

/**
 * The person themself or who acts for them, staff at the counter included; the door is closed to anyone else, whether or
 * not there is something.
 */
export const isTheirs = ({ actor }: Access, usager: string): boolean =>
  (actor.kind === 'practitioner' && actor.atRequestOf === usager) ||
  (actor.kind === 'citizen' && (actor.usagers ?? []).includes(usager));

/** The answer to anyone else. */
export const notTheirs = (reply: FastifyReply): FastifyReply =>
  answer(reply, 403, [issue('forbidden', 'This account has no access to that person’s record.')]);
