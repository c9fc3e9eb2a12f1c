import { describe, expect, it } from 'vitest';
import { dayOf, isDay, nextDay, startOfDay, yearsFrom } from './index.ts';

describe('days in Québec', () => {
  it.each([
    ['2026-11-28T03:00:00Z', '2026-11-27'],
    ['2026-06-15T03:59:00Z', '2026-06-14'],
    ['2026-06-15T04:00:00Z', '2026-06-15'],
  ])('%s is the %s there, whatever the day in Greenwich', (moment, day) => {
    expect(dayOf(new Date(moment))).toBe(day);
  });

  it.each(['2026-01-15', '2026-03-08', '2026-03-09', '2026-07-01', '2026-11-01', '2026-11-02'])(
    'the %s begins at its own midnight, in winter and in summer, the days when clocks change too',
    day => {
      const start = startOfDay(day);
      expect(dayOf(start)).toBe(day);
      expect(nextDay(dayOf(new Date(start.getTime() - 1)))).toBe(day);
    },
  );

  it.each([
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-2-3', false],
    ['1969-12-31', false],
    ['9999-12-31', false],
  ])('%s is a day: %s', (text, real) => {
    expect(isDay(text)).toBe(real);
  });

  it.each([
    ['2026-11-28', 3, '2029-11-28'],
    ['2028-02-29', 3, '2031-02-28'],
    ['2028-02-29', -1, '2027-02-28'],
    ['2028-02-29', 4, '2032-02-29'],
    ['2026-12-31', -1, '2025-12-31'],
  ])('%s and %i years: %s', (day, years, other) => {
    expect(yearsFrom(day, years)).toBe(other);
  });
});
