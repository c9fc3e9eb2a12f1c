import { parseDateInterval, type Resource } from '@continuum/standards-fhir';
import type { SectionDefinition } from './section.data.ts';

export type Identified = Resource & { id: string };

interface Coded {
  coding?: { system?: string; code?: string; display?: string }[];
  text?: string;
}

/** Codes of a status that is a CodeableConcept. */
const codesOf = (concept: unknown): string[] =>
  ((concept as Coded | undefined)?.coding ?? []).flatMap(({ code }) => (code === undefined ? [] : [code]));

/** Dates by which a resource is placed in time, the best known first. */
const dates = [
  'effectiveDateTime',
  'effectivePeriod',
  'effectiveInstant',
  'whenHandedOver',
  'whenPrepared',
  'authoredOn',
  'occurrenceDateTime',
  'performedDateTime',
  'performedPeriod',
  'onsetDateTime',
  'recordedDate',
  'issued',
  'dateAsserted',
];

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : ((value as { start?: string } | undefined)?.start ?? undefined);

/** The day or moment of a resource, as it is written; undefined when nobody wrote one. */
export const dateOf = (resource: Resource): string | undefined =>
  dates.map(name => textOf(resource[name])).find(text => text !== undefined);

const moment = (resource: Resource): number =>
  parseDateInterval(dateOf(resource) ?? '')?.low ?? Number.NEGATIVE_INFINITY;

const order = (a: Identified, b: Identified): number =>
  moment(b) - moment(a) || (a.resourceType + a.id < b.resourceType + b.id ? -1 : 1);

/** How long after it was handed over a supply is still of interest. */
const supplyDays = 180;
const day = 86_400_000;

const wrong = new Set(['refuted', 'entered-in-error']);
const current = new Set(['active', 'recurrence', 'relapse']);

const isSound = (resource: Resource): boolean =>
  !codesOf(resource.verificationStatus).some(code => wrong.has(code));

const isCurrent = (resource: Resource): boolean => {
  const codes = codesOf(resource.clinicalStatus);
  return isSound(resource) && (codes.length === 0 || codes.some(code => current.has(code)));
};

const hasStatus =
  (...statuses: string[]) =>
  ({ status }: Resource): boolean =>
    statuses.includes(String(status));

const isLaboratory = ({ category }: Resource): boolean =>
  (Array.isArray(category) ? category : [])
    .flatMap(codesOf)
    .some(code => code === 'laboratory' || code === 'LAB');

const isFinal = hasStatus('final', 'amended', 'corrected');

type Rule = (resource: Resource, now: Date) => boolean;

/** What of each type a summary tells. */
const rules: Readonly<Record<string, Rule>> = {
  MedicationRequest: hasStatus('active', 'on-hold'),
  MedicationStatement: hasStatus('active', 'intended', 'on-hold'),
  MedicationDispense: (resource, now) =>
    hasStatus('completed', 'in-progress')(resource) && moment(resource) > now.getTime() - supplyDays * day,
  AllergyIntolerance: isCurrent,
  Condition: isCurrent,
  Immunization: hasStatus('completed'),
  Observation: resource => isFinal(resource) && isLaboratory(resource),
  DiagnosticReport: (resource, now) =>
    isFinal(resource) && moment(resource) > now.getTime() - 2 * supplyDays * day,
  Procedure: hasStatus('completed', 'in-progress'),
};

const keyOf = (resource: Identified): string => {
  const { coding = [], text } = (resource.code ?? {}) as Coded;
  const [first] = coding;
  return first ? `${first.system ?? ''}|${first.code ?? ''}` : (text ?? resource.id);
};

/** The newest result of each test; the others are not a summary. */
function newest(results: readonly Identified[]): Identified[] {
  const seen = new Set<string>();
  return results.filter(result => {
    const key = `${result.resourceType} ${result.resourceType === 'Observation' ? keyOf(result) : result.id}`;
    return seen.size < seen.add(key).size;
  });
}

/** The resources of a section, newest first; the same record gives the same order. */
export function relevant({ types }: SectionDefinition, all: readonly Identified[], now: Date): Identified[] {
  const told = all.filter(
    resource =>
      types.includes(resource.resourceType) && rules[resource.resourceType]?.(resource, now) === true,
  );
  return newest(told.sort(order));
}

/** What a person calls it. */
export function nameOf(resource: Resource): string {
  const concept = [resource.code, resource.medicationCodeableConcept, resource.vaccineCode].find(
    value => value !== undefined,
  ) as Coded | undefined;
  const coded = concept?.coding?.find(({ display }) => display)?.display ?? concept?.coding?.[0]?.code;
  const medication = resource.medicationReference as { display?: string } | undefined;
  return concept?.text ?? coded ?? medication?.display ?? resource.resourceType;
}
