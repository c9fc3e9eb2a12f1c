import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatDateTime, toDate, toDateTime, toInstant, toTime, zoneOf } from './index.ts';

const montreal = 'America/Montreal';

describe('dates keep the precision they were written with (v2.5.1 2.A.22)', () => {
  test.each([
    ['2026', '2026'],
    ['202603', '2026-03'],
    ['20260301', '2026-03-01'],
    ['2026030110', '2026-03-01T10:00:00-05:00'],
    ['202603011015', '2026-03-01T10:15:00-05:00'],
    ['20260301101530', '2026-03-01T10:15:30-05:00'],
    ['20260301101530.25', '2026-03-01T10:15:30.25-05:00'],
    ['20260701101530', '2026-07-01T10:15:30-04:00'],
    ['20260301101530+0000', '2026-03-01T10:15:30+00:00'],
    ['20260301101530-03:30', '2026-03-01T10:15:30-03:30'],
    ['20260308013000', '2026-03-08T01:30:00-05:00'],
    ['20260308033000', '2026-03-08T03:30:00-04:00'],
    ['20261101003000', '2026-11-01T00:30:00-04:00'],
    ['20261101030000', '2026-11-01T03:00:00-05:00'],
    ['19600615120000', '1960-06-15T12:00:00-04:00'],
  ])('%s is %s', (written, expected) => expect(toDateTime(written, montreal)).toBe(expected));

  test.each([
    '',
    '26',
    '20261301',
    '20260230',
    '2026030125',
    'DATE!',
    '20260301101530+1500',
    '00000000',
    '2026-03-01',
  ])('%j is not a date', written => expect(toDateTime(written, montreal)).toBeUndefined());

  it('a zone given as an offset is used as it is', () => {
    expect(toDateTime('202603011015', '-08:00')).toBe('2026-03-01T10:15:00-08:00');
    expect(zoneOf('20260301101530-0500')).toBe('-05:00');
  });

  it('a birth date with a time is its date; an instant needs a time', () => {
    expect(toDate('20230504131000')).toBe('2023-05-04');
    expect(toInstant('20230504', montreal)).toBeUndefined();
  });

  test.each([
    ['0959', '09:59:00'],
    ['095907.5', '09:59:07.5'],
    ['2460', undefined],
  ])('the time %s is %s', (written, expected) => expect(toTime(written)).toBe(expected));

  it('any moment written with its offset is the same moment in FHIR', () => {
    const moments = fc.date({
      min: new Date('1900-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, moment => {
        const read = toDateTime(formatDateTime(moment), montreal);
        expect(Date.parse(read ?? '')).toBe(Math.floor(moment.getTime() / 1000) * 1000);
      }),
    );
  });
});
