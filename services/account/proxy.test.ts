import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasReached, mayHaveReached } from './age.ts';
import { decidesFor, isInForce, type ProxyGrant } from './proxy.ts';

const parent = (since: string, level: ProxyGrant['level'] = 'full', until?: string): ProxyGrant => ({
  holder: 'mere',
  usager: 'enfant',
  basis: 'parental-authority',
  level,
  since,
  until,
});
const granted = (since: string, until?: string): ProxyGrant => ({
  ...parent(since, 'full', until),
  basis: 'granted',
});

describe('FAQ Mon dossier santé: access of parents to a minor’s record', () => {
  const born = '2012-06-15';
  const table: [string, ProxyGrant, string | undefined, string, boolean, boolean][] = [
    ['a parent sees and decides for a child of 9', parent('2012-07-01'), born, '2021-11-02', true, true],
    [
      'read only sees and does not decide',
      parent('2012-07-01', 'read-only'),
      born,
      '2021-11-02',
      true,
      false,
    ],
    ['the day before 14', parent('2012-07-01'), born, '2026-06-14', true, true],
    ['the day of 14, without warning', parent('2012-07-01'), born, '2026-06-15', false, false],
    ['granted anew after 14, sees', parent('2026-09-01'), born, '2026-11-02', true, false],
    ['granted anew after 14, the day before 18', parent('2026-09-01'), born, '2030-06-14', true, false],
    ['the day of 18', parent('2026-09-01'), born, '2030-06-15', false, false],
    ['not yet', parent('2020-01-01'), born, '2019-12-31', false, true],
    ['no longer', parent('2012-07-01', 'full', '2020-01-01'), born, '2020-01-01', false, true],
    ['birth date unknown', parent('2012-07-01'), undefined, '2020-01-01', false, false],
    [
      'only the birth year is known: the earlier day counts',
      parent('2012-07-01'),
      '2012',
      '2026-01-01',
      false,
      false,
    ],
    ['access an adult gave', granted('2024-01-01'), '1950-01-01', '2026-11-02', true, false],
    [
      'access an adult gave and withdrew',
      granted('2024-01-01', '2025-01-01'),
      '1950-01-01',
      '2026-11-02',
      false,
      false,
    ],
  ];
  test.each(table)('%s', (_title, proxy, birthDate, day, stands, decides) => {
    expect(isInForce(proxy, birthDate, day)).toBe(stands);
    expect(decidesFor(proxy, birthDate, day) && stands).toBe(decides && stands);
  });

  test('nobody is a child and of age on the same day', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2050-01-01'), noInvalidDate: true });
    const text = day.map(d => d.toISOString().slice(0, 10));
    fc.assert(
      fc.property(text, fc.constantFrom(4, 7, 10), text, (birth, precision, today) => {
        const birthDate = birth.slice(0, precision);
        if (hasReached(14, birthDate, today)) expect(mayHaveReached(14, birthDate, today)).toBe(true);
        if (hasReached(18, birthDate, today)) expect(hasReached(14, birthDate, today)).toBe(true);
      }),
    );
  });
});
