import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { migrations } from './index.ts';
import type { ReviewStep } from './override-view.ts';
import { addStep, refusalOf, stateOf, stepsOf } from './reviews.ts';

const [provider, first, second] = ['Practitioner/p', 'Practitioner/a', 'Practitioner/b'];
const step = (act: ReviewStep['act'], by: string): ReviewStep => ({
  ...{ act, by, name: by, at: '2026-03-01T12:00:00Z', reason: 'Motifs écrits' },
  ...(act === 'propose' && { decision: 'justified' as const }),
});
const proposed = [step('propose', first)];
const returned = [...proposed, step('return', second)];
const closed = [...proposed, step('confirm', second)];

describe('the review of an override', () => {
  test.each<[string, ReviewStep[], object]>([
    ['waits', [], { state: 'to-review' }],
    ['waits for another once a decision is proposed, and says none', proposed, { state: 'to-confirm' }],
    ['waits again once it was sent back', returned, { state: 'to-review' }],
    ['is closed by the second, with the decision', closed, { state: 'closed', decision: 'justified' }],
  ])('%s', (_, steps, expected) => {
    expect(stateOf(steps)).toEqual(expected);
  });

  test.each<[string, ReviewStep[], ReviewStep['act'], string, boolean]>([
    ['somebody of surveillance proposes', [], 'propose', first, true],
    ['who overrode does not', [], 'propose', provider, false],
    ['nor confirm', proposed, 'confirm', provider, false],
    ['who proposed does not confirm', proposed, 'confirm', first, false],
    ['nor send back', proposed, 'return', first, false],
    ['another confirms', proposed, 'confirm', second, true],
    ['another sends back', proposed, 'return', second, true],
    ['nobody proposes twice', proposed, 'propose', second, false],
    ['what was sent back is proposed again', returned, 'propose', second, true],
    ['nobody confirms what is not proposed', [], 'confirm', second, false],
    ['what is closed stays closed', closed, 'propose', first, false],
  ])('%s', (_, steps, act, by, may) => {
    expect(refusalOf(steps, act, by, provider) === undefined).toBe(may);
  });
});

describe('its steps', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase([migrations]);
  });
  afterAll(() => database.drop());

  it('are kept in order; of two taken at once one is; none is changed nor deleted', async () => {
    const { service } = database;
    const now = new Date('2026-03-01T12:00:00Z');
    const both = await Promise.all([
      addStep(service, 'o1', [], step('propose', first), now),
      addStep(service, 'o1', [], step('propose', second), now),
    ]);
    expect(both.toSorted()).toEqual([false, true]);
    const kept = (await stepsOf(service, ['o1', 'o2'])).get('o1')!;
    expect(kept).toMatchObject([{ act: 'propose', decision: 'justified', reason: 'Motifs écrits' }]);
    expect(await addStep(service, 'o1', kept, step('confirm', second), now)).toBe(true);
    await expect(service.query('DELETE FROM service.override_review')).rejects.toThrow(/permission denied/);
    await expect(service.query(`UPDATE service.override_review SET reason = ''`)).rejects.toThrow(/denied/);
  });
});
