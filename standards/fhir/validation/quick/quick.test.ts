import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, officialExamples, ownFixtures } from '../../testing/inputs.ts';
import { mutantsOf } from '../../testing/mutants.ts';
import { validateFully } from '../validate.ts';
import { isSurelyValid } from './quick.ts';

/** What the quick check takes and the full one refuses: there must be none. */
function tooKind(resource: Record<string, unknown>): boolean {
  return isSurelyValid(resource) && validateFully(resource).length > 0;
}

const inputs = [...ownFixtures(), ...officialExamples()];

describe('the quick check beside the full one', () => {
  it('takes every example that is valid, but for a few that only the evaluator can judge', () => {
    const left = inputs.filter(
      ([, resource]) => !isSurelyValid(resource) && validateFully(resource).length === 0,
    );
    expect(left.length).toBeLessThan(inputs.length / 100 + 1);
  });

  it('takes nothing that the full one refuses', { timeout: 120_000 }, () => {
    for (const [name, resource] of inputs) {
      expect(tooKind(resource), name).toBe(false);
      if (JSON.stringify(resource).length > 2500) continue;
      for (const { kind, path, resource: mutant } of mutantsOf(resource)) {
        expect(tooKind(mutant as Record<string, unknown>), `${name}: ${kind} at ${path}`).toBe(false);
      }
    }
  });

  it('nor any JSON in any element of any element', () => {
    const names = ownFixtures().map(([name]) => name);
    const change = fc.record({ name: fc.constantFrom(...names), at: fc.nat(), value: fc.jsonValue() });
    fc.assert(
      fc.property(change, ({ name, at, value }) => {
        const resource = fixture(name) as Record<string, unknown>;
        const places = objectsOf(resource);
        const place = places[at % places.length]!;
        const keys = Object.keys(place);
        place[keys[at % keys.length]!] = value;
        expect(tooKind(resource)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

function objectsOf(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsOf);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}
