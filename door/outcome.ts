import type { Denied } from '@continuum/record-gate';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import type { FastifyReply } from 'fastify';

/**
 * An answer that is an OperationOutcome.
 * @param problem its issues; or the code of one (`http://hl7.org/fhir/issue-type`), and what is wrong with the mend
 */
export function tell(reply: FastifyReply, status: number, issues: readonly Issue[]): FastifyReply;
export function tell(reply: FastifyReply, status: number, code: string, diagnostics: string): FastifyReply;
export function tell(
  reply: FastifyReply,
  status: number,
  problem: readonly Issue[] | string,
  diagnostics = '',
): FastifyReply {
  const issues: readonly Issue[] =
    typeof problem === 'string' ? [{ severity: 'error', code: problem, diagnostics }] : problem;
  return reply
    .code(status)
    .type('application/fhir+json')
    .send(JSON.stringify(toOperationOutcome(issues)));
}

/** 401: who is unknown signs in. */
export const nobody = (reply: FastifyReply, diagnostics = 'Nobody is signed in.'): FastifyReply =>
  // A challenge names its realm (RFC 6750, 3).
  tell(reply.header('WWW-Authenticate', 'Bearer realm="continuum"'), 401, 'login', diagnostics);

/** Answers what the gate denied: who is unknown signs in (401), others have no part here (403). */
export const denied = (reply: FastifyReply, { decision }: Pick<Denied, 'decision'>): FastifyReply =>
  decision.denial === 'unidentified'
    ? nobody(reply, decision.text)
    : tell(reply, 403, 'forbidden', decision.text);

/** Answers that this is not theirs to do, and whose it is (403); who is unknown signs in (401). */
export const forbidden = (reply: FastifyReply, { kind }: Pick<Actor, 'kind'>, whose: string): FastifyReply =>
  kind === 'unknown' ? nobody(reply) : tell(reply, 403, 'forbidden', whose);
