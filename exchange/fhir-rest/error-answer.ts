import { DatabaseTooSlow, DatabaseUnavailable } from '@continuum/record-database';
import type { Issue } from '@continuum/standards-fhir';
import { outcomeAnswer } from './answer.ts';
import type { Answer } from './exchange.ts';
import { FhirError } from './fhir-error.ts';

/** Errors of the HTTP server itself: code, issue type, sentence. The status is the server's. */
const ofServer: Readonly<Record<string, readonly [string, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['not-supported', 'Send application/fhir+json or application/fhir+xml.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-long', 'The body is larger than what is taken here; send it in parts.'],
  FST_CP_ERR_INVALID_CONTENT: ['structure', 'The body is not in the coding that Content-Encoding says.'],
  FST_CP_ERR_INVALID_CONTENT_ENCODING: [
    'not-supported',
    'That Content-Encoding is not read here; send gzip, br or none.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['structure', 'The body is not as long as Content-Length says.'],
};

const tooSlow =
  'This takes longer than a request may: name a patient, a period or a code, include fewer resources, or ask for a ' +
  'smaller page (_count).';

const error = (code: string, diagnostics: string): Issue[] => [{ severity: 'error', code, diagnostics }];

/**
 * The answer to anything that was thrown.
 * @param unexpected told about what nobody foresaw; the caller only learns that it happened.
 */
export function errorAnswer(problem: unknown, unexpected: (problem: unknown) => void): Answer {
  if (problem instanceof FhirError) return outcomeAnswer(problem.status, problem.issues, problem.headers);
  if (problem instanceof DatabaseTooSlow) return outcomeAnswer(504, error('too-costly', tooSlow));
  // No database, no journal: nothing was disclosed.
  if (problem instanceof DatabaseUnavailable)
    return outcomeAnswer(503, error('transient', problem.message), { 'Retry-After': '5' });
  const { code = '', statusCode = 500 } = problem as { code?: string; statusCode?: number };
  const known = ofServer[code];
  if (known) return outcomeAnswer(statusCode, error(...known));
  unexpected(problem);
  return outcomeAnswer(
    500,
    error('exception', 'An unexpected error; it is in the log under this request’s id.'),
  );
}
