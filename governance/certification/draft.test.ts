import { describe, expect, it } from 'vitest';
import { type Draft, problemsOf, trimmed } from './draft.ts';

const now = new Date('2026-11-28T15:00:00Z');
const whole: Draft = {
  ...{ version: ' 4.2.1 ', penetrationTest: '2025-11-28' },
  requirements: { security: ' a ', privacy: 'b', performance: 'c', technology: 'd' },
};

describe('what is typed of an attestation', () => {
  it('is taken without the spaces around it', () => {
    expect(trimmed(whole)).toMatchObject({ version: '4.2.1', requirements: { security: 'a' } });
    expect(problemsOf(whole, now)).toBeUndefined();
  });

  it.each([
    [{ version: '4 2' }, { version: 'version.wrong' }],
    [{ version: '' }, { version: 'version.wrong' }],
    [{ penetrationTest: '2026-02-30' }, { penetrationTest: 'test.wrong' }],
    [{ penetrationTest: 'hier' }, { penetrationTest: 'test.wrong' }],
    [{ penetrationTest: '2026-11-29' }, { penetrationTest: 'test.to-come' }],
    [{ penetrationTest: '2025-11-27' }, { penetrationTest: 'test.too-old' }],
    [{ requirements: { ...whole.requirements, privacy: '  ' } }, { families: ['privacy'] }],
  ])('%j: %j', (more, problems) => {
    expect(problemsOf({ ...whole, ...more }, now)).toEqual(problems);
  });
});
