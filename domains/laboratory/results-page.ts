import type { Access, SearchOutcome } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { displayAlone, displayReport, type LaboratoryReport, newestFirst } from './display.ts';

type Parameters = [string, string][];
export type Found = Extract<SearchOutcome, { outcome: 'found' }>;
export type Failed = Exclude<SearchOutcome, Found>;

/** Categories of reports of this domain: the sections of a laboratory (table 0074). */
const categories = 'LAB,laboratory,CH,HM,MB,SR,BLB,CG,CP,CTH,GE,IMM,MCB,MYC,PAT,SP,TX,VR,TOX';
const pageSize = 20;

export interface ResultsPage {
  items: LaboratoryReport[];
  /** To be sent back as `cursor`. */
  next?: string;
}

/** The resources of an answer: those asked for, or those that came along. */
export const resourcesOf = (found: Found, mode: 'match' | 'include'): Resource[] =>
  found.entries.filter(entry => entry.mode === mode).map(({ body }) => JSON.parse(body) as Resource);

const byReference = (resources: readonly Resource[]): Map<string, Resource> =>
  new Map(resources.map(resource => [`${resource.resourceType}/${resource.id}`, resource]));

/** Our own cursor: the reports' page, and where the previous page ended, for results without a report. */
export interface Place {
  reports?: string;
  before?: string;
}

const toCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Reads a cursor that `page` gave. */
export function fromCursor(cursor: string | undefined): Place {
  if (!cursor) return {};
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;
    return typeof place === 'object' && place !== null ? place : {};
  } catch {
    return {}; // not one of ours: the first page
  }
}

const reportParameters = (patient: string, { reports }: Place): Parameters => [
  ['patient', patient],
  ['category', categories],
  ['_include', 'DiagnosticReport:result'],
  ['_include', 'DiagnosticReport:specimen'],
  ['_sort', '-date'],
  ['_count', String(pageSize)],
  ...(reports ? ([['_cursor', reports]] satisfies Parameters) : []),
];

/** Results between this page's last report and the previous page's; on an only page, all of them. */
const observationParameters = (
  patient: string,
  after: string | undefined,
  before: string | undefined,
): Parameters => [
  ['patient', patient],
  ['category', 'laboratory'],
  ['_revinclude', 'DiagnosticReport:result'],
  ['_sort', '-date'],
  ['_count', '200'],
  ...(after ? ([['date', `ge${after}`]] satisfies Parameters) : []),
  ...(before ? ([['date', `lt${before}`]] satisfies Parameters) : []),
];

/** The results that no report speaks of. */
function withoutReport(found: Found): LaboratoryReport[] {
  const reported = new Set(
    resourcesOf(found, 'include').flatMap(report =>
      ((report.result ?? []) as { reference?: string }[]).map(({ reference }) => reference),
    ),
  );
  return resourcesOf(found, 'match')
    .filter(({ id }) => !reported.has(`Observation/${id}`))
    .map(displayAlone);
}

export const isFound = (outcome: SearchOutcome): outcome is Found => outcome.outcome === 'found';

/** One page of reports, newest first, with the results that came without one between them. */
export async function page(access: Access, patient: string, place: Place): Promise<ResultsPage | Failed> {
  const reports = await access.search('DiagnosticReport', reportParameters(patient, place));
  if (!isFound(reports)) return reports;
  const visible = byReference(resourcesOf(reports, 'include'));
  const shown = resourcesOf(reports, 'match').map(report => displayReport(report, visible));
  const last = reports.next === undefined ? undefined : newestFirst(shown).at(-1)?.collected;
  const others = await access.search('Observation', observationParameters(patient, last, place.before));
  if (!isFound(others)) return others;
  const items = newestFirst([...shown, ...withoutReport(others)]);
  return reports.next === undefined
    ? { items }
    : { items, next: toCursor({ reports: reports.next, before: last }) };
}
