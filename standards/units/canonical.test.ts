import library from '@lhncbc/ucum-lhc';
import { describe, expect, it, vi } from 'vitest';
import { toCanonical } from './index.ts';

describe('canonical units (UCUM)', () => {
  it.each<[number, string, number, string]>([
    [7, 'g/L', 700, 'mg/dL'],
    [5.4, 'mmol/L', 5400, 'umol/L'],
    [12, '10*9/L', 12, '10*3/uL'],
    [37, 'Cel', 98.6, '[degF]'],
    [37, 'Cel', 310.15, 'K'],
    [1, '[lb_av]', 453.59237, 'g'],
    [72, '{beats}/min', 1.2, '/s'],
    [50, '%', 0.5, '1'],
    [120, 'mm[Hg]', 15.99864, 'kPa'],
    [1, 'g{creat}', 1000, 'mg'],
  ])('%d %s is %d %s', (value, unit, other, otherUnit) => {
    expect(toCanonical(value, unit)).toEqual(toCanonical(other, otherUnit));
  });

  it('say what they measure', () => {
    expect(toCanonical(7, 'g/L')).toEqual({ value: 7000, unit: 'm-3.g' });
    expect(toCanonical(1, '{score}')).toEqual({ value: 1, unit: '1' });
  });

  it.each([
    ['mmol/L', '10*9/L'],
    ['mmol/L', 'meq/L'],
    ['g/L', 'mmol/L'],
    ['Cel', 'm'],
  ])('%s and %s do not measure the same', (a, b) => {
    expect(toCanonical(1, a)?.unit).not.toBe(toCanonical(1, b)?.unit);
  });

  it.each(['[iU]/L', '[pH]', 'dB', 'B[SPL]', 'comprimé', 'mm Hg', '', 'MG/DL', 'm'.repeat(100)])(
    '%s has none',
    code => {
      expect(toCanonical(1, code)).toBeUndefined();
    },
  );

  it('what is too great for a number has none', () => {
    expect(toCanonical(Number.MAX_VALUE, 'km')).toBeUndefined();
  });

  it('a unit is read once, and never again', () => {
    const read = vi.spyOn(Object.getPrototypeOf(library.UcumLhcUtils.getInstance()), 'getSpecifiedUnit');
    toCanonical(1, 'ng/dL');
    const once = read.mock.calls.length;
    expect(once).toBeGreaterThan(0);
    for (let at = 0; at < 100; at++) toCanonical(at, 'ng/dL');
    expect(read.mock.calls.length).toBe(once);
    read.mockRestore();
  });
});
