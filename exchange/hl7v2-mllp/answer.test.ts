import type { Receipt } from '@continuum/intake';
import type { Issue } from '@continuum/standards-fhir';
import { describe, expect, it, test } from 'vitest';
import { together, verdictOf } from './answer.ts';

const issue = (code: string, expression?: string, severity: Issue['severity'] = 'error'): Issue => ({
  severity,
  code,
  diagnostics: 'What and how to mend it.',
  ...(expression ? { expression } : {}),
});
const receipt = (state: string, issues: Issue[], more = {}) =>
  ({ deposit: 'd', replayed: false, state, issues, ...more }) as Receipt;

describe('the acknowledgment is true of the receipt (table 0008)', () => {
  test.each([
    ['stored', receipt('stored', []), 'AA', []],
    ['stored with a remark', receipt('stored', [issue('value', 'OBX-5', 'warning')]), 'AA', ['102 OBX-5']],
    ['waiting', receipt('waiting', [], { reason: 'no-nam' }), 'AA', ['0 PID-3']],
    ['no order', receipt('unusable', [issue('structure', 'OBR')]), 'AE', ['100 OBR']],
    ['a field missing', receipt('unusable', [issue('required', 'MSH-10')]), 'AE', ['101 MSH-10']],
    [
      'invalid once mapped',
      receipt('unusable', [issue('invariant', 'Observation.value')]),
      'AE',
      ['102 undefined'],
    ],
    ['another type', receipt('unusable', [issue('not-supported')]), 'AR', ['200 MSH-9']],
    ['another version', receipt('unusable', [issue('not-supported', 'MSH-12')]), 'AR', ['203 MSH-12']],
    ['no header', receipt('unusable', [issue('structure', 'MSH')]), 'AR', ['100 MSH']],
    ['not allowed', receipt('refused', [issue('forbidden')]), 'AR', ['204 undefined']],
  ])('%s', (_, given, code, problems) => {
    const verdict = verdictOf(given);
    expect(verdict.code).toBe(code);
    expect(verdict.problems.map(p => `${p.code} ${p.location}`)).toEqual(problems);
  });

  it('says of a waiting message that it is kept and why it waits', () => {
    expect(verdictOf(receipt('waiting', [], { reason: 'nam-unknown' })).text).toMatch(
      /Kept, waiting.*register/,
    );
  });

  it('of a message in several parts is the worst of theirs', () => {
    const parts = [receipt('stored', []), receipt('unusable', [issue('structure', 'OBR')])].map(verdictOf);
    expect(together(parts)).toMatchObject({ code: 'AE', problems: [{ code: 100 }] });
    expect(
      together([verdictOf(receipt('stored', [])), verdictOf(receipt('waiting', [], { reason: 'no-nam' }))]),
    ).toMatchObject({
      code: 'AA',
      text: expect.stringContaining('waiting'),
    });
  });
});
