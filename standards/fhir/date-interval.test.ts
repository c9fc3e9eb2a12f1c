import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseDateInterval } from './date-interval.ts';

describe('a date is the interval of its precision (R4 3.1.1.4.7)', () => {
  test.each([
    ['2024', '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'],
    ['2024-02', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['2024-12-31', '2024-12-31T00:00:00Z', '2025-01-01T00:00:00Z'],
    ['2024-05-02T07:40', '2024-05-02T07:40:00Z', '2024-05-02T07:41:00Z'],
    ['2024-05-02T07:40:10-04:00', '2024-05-02T11:40:10Z', '2024-05-02T11:40:11Z'],
    ['2024-05-02T07:40:10.5Z', '2024-05-02T07:40:10.500Z', '2024-05-02T07:40:10.600Z'],
    ['2024-05-02T07:40:10.1234567Z', '2024-05-02T07:40:10.123Z', '2024-05-02T07:40:10.124Z'],
    ['0099-01-01', '0099-01-01T00:00:00Z', '0099-01-02T00:00:00Z'],
  ])('%s', (text, low, high) => {
    expect(parseDateInterval(text)).toEqual({ low: Date.parse(low), high: Date.parse(high) });
  });

  test.each([
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2024-13',
    '2024-00-10',
    '2024-04-31',
    '0000',
    '24',
    '2024-1-1',
    '',
    '2024-05-02T24:00:00Z',
    '2024-05-02T10:60:00Z',
    '2024-05-02T10:00:00+15:00',
    '2024-05-02T10',
    'hier',
  ])('%s is no date', text => {
    expect(parseDateInterval(text)).toBeUndefined();
  });

  it('every instant lies in the interval of each of its shorter writings', () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, date => {
        const text = date.toISOString();
        for (const length of [4, 7, 10]) {
          const { low, high } = parseDateInterval(text.slice(0, length))!;
          expect(low <= date.getTime() && date.getTime() < high).toBe(true);
        }
        expect(parseDateInterval(text)).toEqual({ low: date.getTime(), high: date.getTime() + 1 });
      }),
    );
  });
});
