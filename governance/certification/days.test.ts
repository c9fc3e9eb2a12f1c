import { describe, expect, it } from 'vitest';
import { dayOf, yearsFrom } from './days.ts';

describe('days of an attestation', () => {
  it.each([
    ['2026-11-28', 3, '2029-11-28'],
    ['2028-02-29', 3, '2031-02-28'],
    ['2028-02-29', -1, '2027-02-28'],
    ['2028-02-29', 4, '2032-02-29'],
    ['2026-12-31', -1, '2025-12-31'],
  ])('%s and %i years: %s', (day, years, other) => {
    expect(yearsFrom(day, years)).toBe(other);
  });

  it('is the day in Québec, not in Greenwich', () => {
    expect(dayOf(new Date('2026-11-28T03:00:00Z'))).toBe('2026-11-27');
  });
});
