import type { CodeableConcept, Reference, Resource } from '@continuum/standards-fhir';

/** A value as a screen writes it: a number with the places it was measured to, or words. */
export interface ResultValue {
  number?: number;
  /** Decimals that the laboratory wrote, when they are more than the number shows: 5.40. */
  places?: number;
  comparator?: string;
  unit?: string;
  text?: string;
  /** ISO date or time, for the screen to format. */
  date?: string;
}

export interface ResultRange {
  low?: number;
  high?: number;
  text?: string;
}

export type Flag = 'low' | 'high' | 'critical-low' | 'critical-high' | 'abnormal' | 'normal' | 'other';

export interface LaboratoryResult {
  id: string;
  name: string;
  /** Which of several results of the same test it is, as the laboratory numbers them: the germ of a culture. */
  part?: string;
  /** `system|code` for the trend; absent when the test has no code. */
  code?: string;
  /** Several when the test gave several. Empty: no value, see `status` and `notes`. */
  values: ResultValue[];
  range?: ResultRange;
  interpretation?: { flag: Flag; text: string };
  status: string;
  /** The laboratory took it back: there is no value to show. */
  withdrawn: boolean;
  corrected: boolean;
  performer?: string;
  collected?: string;
  issued?: string;
  notes: string[];
}

export interface LaboratoryDocument {
  title?: string;
  contentType: string;
  /** For `/reports/{report}/documents/{number}`. */
  number: number;
}

export interface LaboratoryReport {
  /** Absent for results that came without a report. */
  id?: string;
  name?: string;
  status: string;
  /** Code of table 0074, when one beside LAB is known. */
  section?: string;
  performer?: string;
  requester?: string;
  interpreter?: string;
  specimen?: string;
  collected?: string;
  issued?: string;
  conclusion?: string;
  documents: LaboratoryDocument[];
  results: LaboratoryResult[];
}

interface Quantity {
  value?: number;
  comparator?: string;
  unit?: string;
  code?: string;
  _value?: { extension?: { url: string; valueInteger?: number }[] };
}

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Words of a concept: the sender's own, then a display, then the code. */
export function words(concept: unknown): string | undefined {
  const { text: own, coding = [] } = (concept ?? {}) as CodeableConcept;
  return own ?? coding.find(({ display }) => display)?.display ?? coding[0]?.code;
}

/** The code by which the same test is found again: LOINC when there is one. */
export function trendCode(concept: unknown): string | undefined {
  const { coding = [] } = (concept ?? {}) as CodeableConcept;
  const coded = coding.filter(
    ({ system, code }) => system && code && !system.endsWith('/data-absent-reason'),
  );
  const chosen = coded.find(({ system }) => system === 'http://loinc.org') ?? coded[0];
  return chosen && `${chosen.system}|${chosen.code}`;
}

export function quantityValue(quantity: unknown): ResultValue {
  const { value, comparator, unit, code, _value } = (quantity ?? {}) as Quantity;
  const places = _value?.extension?.find(({ url }) => url.endsWith('/quantity-precision'))?.valueInteger;
  return {
    ...(value === undefined ? {} : { number: value }),
    ...(places === undefined ? {} : { places }),
    ...(comparator ? { comparator } : {}),
    ...((unit ?? code) ? { unit: unit ?? code } : {}),
  };
}

const plain = ({ number, unit }: ResultValue): string =>
  [number, unit].filter(part => part !== undefined).join(' ');

type Element = Record<string, unknown>;

function pairText(element: Element): string | undefined {
  const range = element.valueRange as { low?: Quantity; high?: Quantity } | undefined;
  if (range) return `${plain(quantityValue(range.low))} – ${plain(quantityValue(range.high))}`;
  const ratio = element.valueRatio as { numerator?: Quantity; denominator?: Quantity } | undefined;
  return ratio && `${plain(quantityValue(ratio.numerator))}:${plain(quantityValue(ratio.denominator))}`;
}

function elementValue(element: Element): ResultValue | undefined {
  if (element.valueQuantity) return quantityValue(element.valueQuantity);
  if (typeof element.valueInteger === 'number') return { number: element.valueInteger };
  const date = text(element.valueDateTime) ?? text(element.valueTime);
  if (date) return { date };
  if (typeof element.valueBoolean === 'boolean') return { text: element.valueBoolean ? 'oui' : 'non' };
  const said = text(element.valueString) ?? words(element.valueCodeableConcept) ?? pairText(element);
  return said === undefined ? undefined : { text: said };
}

const flags: Record<string, Flag> = {
  L: 'low',
  LU: 'low',
  '<': 'low',
  H: 'high',
  HU: 'high',
  '>': 'high',
  LL: 'critical-low',
  HH: 'critical-high',
  A: 'abnormal',
  AA: 'abnormal',
  POS: 'abnormal',
  DET: 'abnormal',
  R: 'abnormal',
  N: 'normal',
  NEG: 'normal',
  ND: 'normal',
  S: 'normal',
};

function interpretationOf(observation: Resource): LaboratoryResult['interpretation'] {
  const [first] = list<CodeableConcept>(observation.interpretation);
  if (!first) return undefined;
  const code = first.coding?.[0]?.code ?? '';
  return { flag: flags[code] ?? 'other', text: words(first) ?? code };
}

function rangeOf(observation: Resource): ResultRange | undefined {
  const [first] = list<{ low?: Quantity; high?: Quantity; text?: string }>(observation.referenceRange);
  return first && { low: first.low?.value, high: first.high?.value, text: first.text };
}

const nameOf = (references: unknown): string | undefined =>
  list<Reference>(references).find(({ display }) => display)?.display;

/** When it was collected, as FHIR says it in its several ways. */
export function collectedOf(resource: Resource): string | undefined {
  const period = resource.effectivePeriod as { start?: string; end?: string } | undefined;
  return text(resource.effectiveDateTime) ?? text(resource.effectiveInstant) ?? period?.start ?? period?.end;
}

function valuesOf(observation: Resource): ResultValue[] {
  const own = elementValue(observation);
  const parts = list<Element>(observation.component).map(elementValue);
  return [own, ...parts].filter(value => value !== undefined);
}

interface SubId {
  url?: string;
  extension?: { valueString?: string }[];
}

/** OBX-4, `1` or `^3^1`, as a person writes it: `1`, `3.1`. */
function partOf(observation: Resource): string | undefined {
  const kept = list<SubId>(observation.extension).find(({ url }) => url?.endsWith('/observation-v2-subid'));
  const sent = kept?.extension?.find(({ valueString }) => valueString)?.valueString;
  return sent?.split(/[\^&]/).filter(Boolean).join('.');
}

/** Says which part each result is of, where one test has several. */
function withParts(observations: readonly Resource[]): LaboratoryResult[] {
  const results = observations.map(displayResult);
  const parts = observations.map(partOf);
  const isAmbiguous = (i: number) =>
    results.some(({ name }, j) => name === results[i]?.name && parts[j] !== parts[i]);
  return results.map((result, i) => (isAmbiguous(i) && parts[i] ? { ...result, part: parts[i] } : result));
}

/** One Observation as a line of a screen. What was withdrawn has no value, whatever the resource holds. */
export function displayResult(observation: Resource): LaboratoryResult {
  const status = text(observation.status) ?? 'unknown';
  const withdrawn = status === 'entered-in-error';
  return {
    id: observation.id ?? '',
    name: words(observation.code) ?? '',
    code: trendCode(observation.code),
    values: withdrawn ? [] : valuesOf(observation),
    range: withdrawn ? undefined : rangeOf(observation),
    interpretation: withdrawn ? undefined : interpretationOf(observation),
    status,
    withdrawn,
    corrected: status === 'corrected' || status === 'amended',
    performer: nameOf(observation.performer),
    collected: collectedOf(observation),
    issued: text(observation.issued),
    notes: list<{ text?: string }>(observation.note).flatMap(note => note.text ?? []),
  };
}

function documentsOf(report: Resource): LaboratoryDocument[] {
  const forms = list<{ title?: string; contentType?: string; data?: string }>(report.presentedForm);
  return forms.flatMap(({ title, contentType = 'application/octet-stream', data }, number) =>
    data === undefined ? [] : [{ ...(title ? { title } : {}), contentType, number }],
  );
}

const requesterOf = (report: Resource): string | undefined => {
  const requests = list<Resource>(report.contained).filter(
    ({ resourceType }) => resourceType === 'ServiceRequest',
  );
  return nameOf(requests.map(({ requester }) => (requester as Reference | undefined) ?? {}));
};

function sectionOf(report: Resource): string | undefined {
  const codings = list<CodeableConcept>(report.category).flatMap(({ coding = [] }) => coding);
  return codings.find(({ system, code }) => system?.endsWith('/v2-0074') && code !== 'LAB')?.code;
}

/** A report with those of its results that may be seen, in the report's own order. */
export function displayReport(report: Resource, visible: ReadonlyMap<string, Resource>): LaboratoryReport {
  const find = (references: unknown) =>
    list<Reference>(references).flatMap(({ reference }) => visible.get(reference ?? '') ?? []);
  return {
    id: report.id,
    name: words(report.code),
    status: text(report.status) ?? 'unknown',
    section: sectionOf(report),
    performer: nameOf(report.performer),
    requester: requesterOf(report),
    interpreter: nameOf(report.resultsInterpreter),
    specimen: words(find(report.specimen)[0]?.type),
    collected: collectedOf(report),
    issued: text(report.issued),
    conclusion: text(report.conclusion),
    documents: documentsOf(report),
    results: withParts(find(report.result)),
  };
}

/** A result that came without a report, as a report of its own. */
export function displayAlone(observation: Resource): LaboratoryReport {
  const result = displayResult(observation);
  const { status, performer, collected, issued } = result;
  return { status, performer, collected, issued, documents: [], results: [result] };
}

const time = (report: LaboratoryReport): number => Date.parse(report.collected ?? report.issued ?? '') || 0;

/** Newest first; what carries no date comes last. */
export function newestFirst(reports: readonly LaboratoryReport[]): LaboratoryReport[] {
  return reports.toSorted((a, b) => time(b) - time(a));
}
