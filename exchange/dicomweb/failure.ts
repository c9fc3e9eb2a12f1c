import { DatabaseUnavailable } from '@continuum/record-database';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { Decision } from '@continuum/trust-access';
import type { FastifyReply } from 'fastify';
import { ArchiveUnavailable, NotInThatForm } from './archive.ts';
import { MultipartProblem } from './multipart.ts';

type Denied = Extract<Decision, { permit: false }>;

/** One sentence to the caller, as an OperationOutcome. */
export function fail(
  reply: FastifyReply,
  status: number,
  diagnostics: string,
  code = 'processing',
): FastifyReply {
  const issue: Issue = { severity: 'error', code, diagnostics };
  return reply
    .code(status)
    .type('application/fhir+json')
    .send(JSON.stringify(toOperationOutcome([issue])));
}

/** Unknown and invisible alike. */
export const notFound = (reply: FastifyReply): FastifyReply =>
  fail(reply, 404, 'No such study is visible here.', 'not-found');

/** The decision said no. */
export function denied(reply: FastifyReply, { denial, text }: Denied): FastifyReply {
  if (denial !== 'unidentified') return fail(reply, 403, text, 'forbidden');
  return fail(reply.header('WWW-Authenticate', 'Bearer realm="continuum"'), 401, text, 'login');
}

/** No archive: nothing is stored, nothing can be shown. */
export const notConnected = (reply: FastifyReply): FastifyReply =>
  fail(
    reply,
    503,
    'No imaging archive is connected: pictures can neither be stored nor shown here.',
    'transient',
  );

/** Renders what a handler threw; what it does not know goes to the server's own handler. */
export function renderFailure(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof MultipartProblem) return fail(reply, error.status, error.message, 'structure');
  if (error instanceof NotInThatForm) return fail(reply, 406, error.message, 'not-supported');
  if (error instanceof ArchiveUnavailable || error instanceof DatabaseUnavailable)
    return fail(reply.header('Retry-After', '5'), 503, error.message, 'transient');
  throw error;
}
