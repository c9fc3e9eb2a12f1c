import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdsFor, sequence } from './testing/workflow.ts';
import { type Workplace, workplace } from './testing/workplace.ts';

let at: Workplace;
beforeAll(async () => {
  at = await workplace();
});
afterAll(() => at?.close());

describe('access authorizations, whatever happens in whatever order', () => {
  it('nobody has access without validation, a verified identity and acceptance, and each step is of whoever may and in its turn', async () => {
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(sequence, async tries => {
        reached += await holdsFor(at, tries);
      }),
      { numRuns: 40 },
    );
    // The property is about something: many sequences did get there.
    expect(reached).toBeGreaterThan(15);
  }, 300_000);
});
