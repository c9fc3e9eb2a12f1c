import type { Denied } from '@continuum/record-gate';
import { toOperationOutcome } from '@continuum/standards-fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from './request/deps.ts';

/** Answers a denial: who is unknown signs in, others have no part here. */
export function denied(reply: FastifyReply, { decision }: Denied) {
  const unidentified = decision.denial === 'unidentified';
  if (unidentified) reply.header('WWW-Authenticate', 'Bearer');
  const code = unidentified ? 'login' : 'forbidden';
  return reply
    .code(unidentified ? 401 : 403)
    .send(toOperationOutcome([{ severity: 'error', code, diagnostics: decision.text }]));
}

/** French unless they say English. */
const isEnglish = ({ headers }: FastifyRequest): boolean => /^en\b/i.test(headers['accept-language'] ?? '');

const statuses = {
  unknown: { status: 404, code: 'not-found' },
  'not-theirs': { status: 403, code: 'forbidden' },
  'not-now': { status: 409, code: 'conflict' },
  'four-eyes': { status: 409, code: 'business-rule' },
  rule: { status: 422, code: 'business-rule' },
  'too-many': { status: 429, code: 'throttled' },
  'too-large': { status: 413, code: 'too-long' },
} as const;

/** Answers why something was not done: in the reader’s language. */
export function refused(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Pick<Refusal, 'refused' | 'text'>,
) {
  const { status, code } = statuses[refusal.refused];
  const diagnostics = refusal.text[isEnglish(request) ? 'en' : 'fr'];
  if (status === 429) reply.header('Retry-After', '86400');
  return reply.code(status).send(toOperationOutcome([{ severity: 'error', code, diagnostics }]));
}
