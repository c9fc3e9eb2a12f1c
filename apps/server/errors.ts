import { DatabaseUnavailable } from '@continuum/record-database';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';

const answer = (reply: FastifyReply, status: number, issue: Omit<Issue, 'severity'>) =>
  reply
    .code(status)
    .header('Cache-Control', 'no-store')
    .type('application/fhir+json')
    .send(JSON.stringify(toOperationOutcome([{ severity: 'error', ...issue }])));

const codes: Record<number, string> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  413: 'too-long',
  415: 'not-supported',
};

/** Errors and unknown addresses as OperationOutcome; what went wrong inside is for the log, not for the caller. */
export function renderErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof DatabaseUnavailable) {
      request.log.warn({ err: error }, 'unavailable');
      return answer(reply.header('Retry-After', '2'), 503, { code: 'transient', diagnostics: error.message });
    }
    const status = error.statusCode ?? 500;
    if (status < 500)
      return answer(reply, status, { code: codes[status] ?? 'invalid', diagnostics: error.message });
    request.log.error({ err: error }, 'a request failed');
    const diagnostics = `Something went wrong here; nothing was lost. Give this number to support: ${request.id}`;
    return answer(reply, status, { code: 'exception', diagnostics });
  });
  app.setNotFoundHandler((request, reply) =>
    answer(reply, 404, {
      code: 'not-found',
      diagnostics: `Nothing answers at ${request.url.split('?')[0]}.`,
    }),
  );
}
