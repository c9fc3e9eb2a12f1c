import type { Flag, LaboratoryReport, LaboratoryResult } from './display.ts';

/** The codes that the interpretation badge knows (HL7 v3 ObservationInterpretation). */
const badges: Partial<Record<Flag, string>> = {
  low: 'L',
  high: 'H',
  'critical-low': 'LL',
  'critical-high': 'HH',
  abnormal: 'A',
};

/** The badge of a flag; nothing for what is normal. */
export const badgeOf = (flag: Flag | undefined): string | undefined => flag && badges[flag];

/** True for a result outside the normal. */
export const isAbnormal = ({ interpretation }: LaboratoryResult): boolean =>
  badgeOf(interpretation?.flag) !== undefined;

/** A result with what its report knows of it. */
export interface Latest {
  result: LaboratoryResult & { code: string };
  collected?: string;
}

const hasCode = (result: LaboratoryResult): result is LaboratoryResult & { code: string } =>
  result.code !== undefined && !result.withdrawn && result.values.length > 0;

const urgency = (result: LaboratoryResult): number => badgeOf(result.interpretation?.flag)?.length ?? 0;

/** The newest result of each test, critical then abnormal ones first; reports come newest first. */
export function latestOf(reports: readonly LaboratoryReport[]): Latest[] {
  const newest = new Map<string, Latest>();
  for (const { results, collected } of reports)
    for (const result of results.filter(hasCode))
      if (!newest.has(result.code))
        newest.set(result.code, { result, collected: result.collected ?? collected });
  return [...newest.values()].sort((a, b) => urgency(b.result) - urgency(a.result));
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The reports with only the results asked for: by name, accents aside, and abnormal ones alone. */
export function filterReports(
  reports: readonly LaboratoryReport[],
  text: string,
  abnormalOnly: boolean,
): LaboratoryReport[] {
  const wanted = folded(text.trim());
  const isWanted = (report: LaboratoryReport, result: LaboratoryResult) =>
    folded(`${result.name} ${report.name ?? ''}`).includes(wanted) && (!abnormalOnly || isAbnormal(result));
  if (wanted === '' && !abnormalOnly) return [...reports];
  return reports
    .map(report => ({ ...report, results: report.results.filter(result => isWanted(report, result)) }))
    .filter(({ results }) => results.length > 0);
}
