import { describe, expect, test } from 'vitest';
import { daysBefore, warningBefore } from './ending.browser.ts';

const now = new Date('2026-11-02T12:00:00Z');
const after = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();

describe('the end of a certificate is announced', () => {
  test.each([
    [91.5, 91, undefined],
    [90.9, 90, 90],
    [31, 31, 90],
    [30.9, 30, 30],
    [8, 8, 30],
    [7.9, 7, 7],
    [0.2, 0, 7],
    [0, 0, undefined],
    [-3, 0, undefined],
  ])('%d days before: %d days left, warning %s', (days, left, warning) => {
    expect(daysBefore(after(days), now)).toBe(left);
    expect(warningBefore(after(days), now)).toBe(warning);
  });
});
