import { describe, expect, test } from 'vitest';
import type { Flag, LaboratoryReport, LaboratoryResult } from './display.ts';
import { filterReports, latestOf } from './latest.ts';

const result = (
  name: string,
  number: number,
  flag: Flag = 'normal',
  more: Partial<LaboratoryResult> = {},
) => ({
  id: `${name}-${number}`,
  name,
  code: `http://loinc.org|${name}`,
  values: [{ number }],
  interpretation: { flag, text: flag },
  status: 'final',
  withdrawn: false,
  corrected: false,
  notes: [],
  ...more,
});

const report = (collected: string, ...results: LaboratoryResult[]): LaboratoryReport => ({
  status: 'final',
  collected,
  documents: [],
  results,
});

const reports = [
  report(
    '2026-11-20',
    result('Hémoglobine', 118, 'low'),
    result('Créatinine', 70, 'normal', { withdrawn: true }),
  ),
  report('2026-05-02', result('Hémoglobine', 131), result('Créatinine', 64)),
];

describe('the clinician’s first look at the laboratory', () => {
  test('the newest value of each test, abnormal ones first, withdrawn ones never', () => {
    const shown = latestOf(reports).map(({ result, collected }) => [
      result.name,
      result.values[0]?.number,
      collected,
    ]);
    expect(shown).toEqual([
      ['Hémoglobine', 118, '2026-11-20'],
      ['Créatinine', 64, '2026-05-02'],
    ]);
  });

  test('a filter finds tests without accents and drops reports that have none', () => {
    const names = (text: string, abnormal = false) =>
      filterReports(reports, text, abnormal).map(({ results }) => results.map(({ id }) => id));
    expect(names('hemo')).toEqual([['Hémoglobine-118'], ['Hémoglobine-131']]);
    expect(names('', true)).toEqual([['Hémoglobine-118']]);
    expect(names('')).toHaveLength(2);
  });
});
