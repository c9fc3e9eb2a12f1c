import type { Access } from '@continuum/record-gate';
import { dayOf } from '@continuum/standards-calendar';
import type { Resource } from '@continuum/standards-fhir';
import { domainOf } from '@continuum/trust-access';
import { collectedOn } from '@continuum/trust-consent';
import { type Item, type Part, parts } from './restriction-view.ts';

interface Concept {
  text?: string;
  coding?: { display?: string }[];
}

/** Types whose resources a person may name, newest first; what is a part of one goes with it. */
const types = [
  'DiagnosticReport',
  'ImagingStudy',
  'DocumentReference',
  'Encounter',
  'MedicationRequest',
  'Condition',
] as const;

const most = '30';

const words = (concept: unknown): string | undefined => {
  const [first] = Array.isArray(concept) ? concept : [concept];
  const { text, coding = [] } = (first ?? {}) as Concept;
  return text ?? coding.find(({ display }) => display)?.display;
};

/** The name by which a person knows something of their record; its kind when it has none. */
function nameOf(resource: Resource): string {
  const { code, type, description, medicationCodeableConcept, serviceType, procedureCode } = resource;
  const named = [code, medicationCodeableConcept, procedureCode, serviceType, type].map(words).find(Boolean);
  return named ?? (typeof description === 'string' ? description : resource.resourceType);
}

/** The day of a moment; what was written without a time is of the day that was written. */
function dayOfMoment(moment: Date): string {
  const [day, time] = moment.toISOString().split('T') as [string, string];
  return time === '00:00:00.000Z' ? day : dayOf(moment);
}

/** Something of the record as it may be named; undefined: it is of no part that can be kept from anybody. */
export function toItem(resource: Resource): Item | undefined {
  const part = domainOf(resource) as Part;
  if (!parts.includes(part)) return undefined;
  const date = collectedOn(resource);
  return {
    id: `${resource.resourceType}/${resource.id}`,
    name: nameOf(resource),
    kind: resource.resourceType,
    part,
    ...(date && { day: dayOfMoment(date) }),
  };
}

/** What a person may name of their record: its newest reports, exams, documents, visits and prescriptions. */
export async function listItems(access: Access, usager: string): Promise<Item[]> {
  const found = await Promise.all(
    types.map(type =>
      access.search(type, [
        ['patient', `Patient/${usager}`],
        ['_sort', type === 'Condition' ? '-recorded-date' : '-_lastUpdated'],
        ['_count', most],
      ]),
    ),
  );
  return found
    .flatMap(outcome => (outcome.outcome === 'found' ? outcome.entries : []))
    .map(({ body }) => toItem(JSON.parse(body) as Resource))
    .filter(item => item !== undefined)
    .sort((a, b) => (b.day ?? '').localeCompare(a.day ?? ''));
}
