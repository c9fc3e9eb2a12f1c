import { toOperationOutcome } from '@continuum/standards-fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInEvent } from './sign-in-event.ts';
import './identify-callers.ts';

/** What a door says, in one sentence. */
export const outcome = (code: string, diagnostics: string) =>
  toOperationOutcome([{ severity: 'error', code, diagnostics }]);

/** Whether those who manage access ask. */
export const isStaff = ({ actor }: FastifyRequest): boolean => actor.profile === 'access-manager';

export const callerOf = ({ actor, origin }: FastifyRequest) => ({ actor, origin });

/** Turns away whoever is not of those who manage access; the attempt is in the journal first. */
export async function refuse(
  deps: { journal: (event: SignInEvent) => Promise<void> },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { actor, purpose, origin } = request;
  const event = { action: 'attempt', outcome: 'denied', actor, origin, why: 'not-access-manager' } as const;
  await deps.journal({ ...event, ...(purpose && { purpose }) });
  return actor.kind === 'unknown'
    ? reply.code(401).send(outcome('login', 'Nobody is signed in.'))
    : reply.code(403).send(outcome('forbidden', 'Only those who manage access may do this.'));
}

/** A handler for the staff alone. */
export const forStaff =
  (
    deps: { journal: (event: SignInEvent) => Promise<void> },
    handle: (request: FastifyRequest, reply: FastifyReply) => unknown,
  ) =>
  async (request: FastifyRequest, reply: FastifyReply) =>
    isStaff(request) ? handle(request, reply) : refuse(deps, request, reply);
