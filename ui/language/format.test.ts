import { describe, expect, test } from 'vitest';
import {
  ageOf,
  formatAgo,
  formatDate,
  formatDateTime,
  formatNam,
  formatName,
  formatQuantity,
  formatUnit,
} from './format.ts';

describe('fr-CA formats', () => {
  test('a partial date stays as partial as the source sent it', () => {
    expect(formatDate('2019')).toBe('2019');
    expect(formatDate('2019-05')).toBe('2019-05');
    expect(formatDate('2019-05-04')).toBe('2019-05-04');
  });

  test('the hour is on 24 hours, with spaces that do not break', () => {
    const at = new Date(2026, 10, 22, 14, 5);
    expect(formatDateTime(at, 'fr')).toBe('2026-11-22\u00a014\u00a0h\u00a005');
    expect(formatDateTime(at, 'en')).toBe('2026-11-22\u00a014:05');
  });

  test('a quantity has a decimal comma in French and a point in English', () => {
    const glucose = { value: 5.1, unit: 'mmol/L' };
    expect(formatQuantity(glucose, 'fr')).toBe('5,1\u00a0mmol/L');
    expect(formatQuantity(glucose, 'en')).toBe('5.1\u00a0mmol/L');
    expect(formatQuantity({ value: 3, comparator: '<=', unit: 'mg' }, 'fr')).toBe('≤\u00a03\u00a0mg');
    expect(formatQuantity({ unit: 'mg' }, 'fr')).toBe('');
  });

  test('a UCUM unit is shown as people write it', () => {
    expect(formatUnit('10*9/L', 'fr')).toBe('10⁹/L');
    expect(formatUnit('mL/min/{1.73_m2}', 'fr')).toBe('mL/min/1,73\u00a0m²');
    expect(formatUnit('mmol/L', 'fr')).toBe('mmol/L');
  });

  test('a NAM is shown in three groups, however it was typed', () => {
    expect(formatNam('trem04121925')).toBe('TREM\u00a00412\u00a01925');
    expect(formatNam('TREM 0412 1925')).toBe('TREM\u00a00412\u00a01925');
    expect(formatNam('A1')).toBe('A1');
  });

  test('names are shown family first', () => {
    expect(formatName({ family: 'Tremblay', given: ['Marie', 'Anne'] })).toBe('Tremblay,\u00a0Marie Anne');
    expect(formatName({ text: 'Bébé Roy' })).toBe('Bébé Roy');
  });
});

describe('time passing', () => {
  test('age turns on the birthday', () => {
    expect(ageOf('1980-06-15', new Date(2026, 5, 14))).toBe(45);
    expect(ageOf('1980-06-15', new Date(2026, 5, 15))).toBe(46);
    expect(ageOf('1980', new Date())).toBeUndefined();
  });

  test('what was done a second ago is said so', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    expect(formatAgo('2026-11-22T11:59:58Z', 'fr', now)).toBe('à l’instant');
    expect(formatAgo('2026-11-19T11:00:00Z', 'fr', now)).toBe('il y a 3\u00a0jours');
  });
});
