import type { Origin } from '@continuum/record-gate';
import { toOperationOutcome } from '@continuum/standards-fhir';
import { type Actor, unknownActor } from '@continuum/trust-access';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AuthenticateDeps, createAuthenticate, InvalidToken } from './authenticate.ts';
import type { ReadCertificate, ShownCertificate } from './connection-certificate.ts';
import type { SignInEvent } from './sign-in-event.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking. */
    actor: Actor;
    /** From where, through which door. */
    origin: Origin;
    /** The client's certificate, when the connection has one. */
    certificate: ShownCertificate;
  }
}

const channels = new Set(['fhir', 'api', 'dicomweb', 'demo', 'oauth']);

const toOrigin = (request: FastifyRequest): Origin => {
  const [, first = ''] = request.url.split(/[/?]/);
  return { request: request.id, address: request.ip, channel: channels.has(first) ? first : 'web' };
};

const refuse = (reply: FastifyReply, error: InvalidToken) =>
  reply
    .code(401)
    .header('WWW-Authenticate', 'Bearer realm="continuum", error="invalid_token"')
    .type('application/fhir+json')
    .send(
      JSON.stringify(toOperationOutcome([{ severity: 'error', code: 'login', diagnostics: error.message }])),
    );

/** Where tokens of persons' applications count: the record. The screens' own data is for the screens (RFC 9068, `aud`). */
const forApplications = new Set(['fhir', 'dicomweb']);

/**
 * Puts `actor` and `origin` on every request of the application, before any handler. A token that does not
 * count is answered here (401) and journalled as an attempt.
 */
export function identifyCallers(
  app: FastifyInstance,
  deps: AuthenticateDeps & {
    journal: (event: SignInEvent) => Promise<void>;
    /** Absent: nobody shows a certificate here. */
    readCertificate?: ReadCertificate;
  },
): void {
  const authenticate = createAuthenticate(deps);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.decorateRequest('certificate');
  app.addHook('onRequest', async (request, reply) => {
    request.origin = toOrigin(request);
    request.actor = unknownActor;
    request.certificate = await deps.readCertificate?.(request.raw.socket);
    try {
      const actor = await authenticate(request);
      if (actor.application && !forApplications.has(request.origin.channel)) throw new InvalidToken();
      request.actor = actor;
    } catch (error) {
      if (!(error instanceof InvalidToken)) throw error;
      const { actor, origin } = request;
      await deps.journal({ action: 'attempt', outcome: 'denied', actor, origin, why: 'invalid-token' });
      return refuse(reply, error);
    }
  });
}
