import { DatabaseConflict, DatabaseUnavailable } from '@continuum/record-database';
import { describe, expect, test } from 'vitest';
import { errorAnswer } from './error-answer.ts';
import { fhirError } from './fhir-error.ts';

describe('whatever is thrown, the caller gets an OperationOutcome', () => {
  test.each<[string, unknown, number, string]>([
    ['an error of the specification', fhirError(412, 'conflict', 'Moved.'), 412, 'conflict'],
    ['the database is away', new DatabaseUnavailable('The database does not answer.'), 503, 'transient'],
    ['two changes met', new DatabaseConflict(), 503, 'transient'],
    [
      'a body too large',
      Object.assign(new Error(), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }),
      413,
      'too-long',
    ],
    ['what nobody foresaw', new TypeError('x is undefined'), 500, 'exception'],
  ])('%s', (_title, problem, status, code) => {
    const seen: unknown[] = [];
    const answer = errorAnswer(problem, error => seen.push(error));
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code }] });
    expect(answer.headers['Retry-After']).toBe(status === 503 ? '5' : undefined);
    expect(seen).toEqual(status === 500 ? [problem] : []);
    expect(answer.body).not.toContain('x is undefined');
  });
});
