import type { Access, Denied } from '@continuum/record-gate';
import { toItem } from '@continuum/registries-consent';
import type { Resource } from '@continuum/standards-fhir';
import type { ItemsAnswer, ItemType } from './request-view.ts';
import type { Contested } from './requests.ts';

/** R4 search parameter that sorts each type by the day that people know it by. */
const sorts: Readonly<Record<ItemType, string>> = {
  Observation: '-date',
  DiagnosticReport: '-date',
  MedicationRequest: '-authoredon',
  MedicationDispense: '-whenhandedover',
  ImagingStudy: '-started',
  Condition: '-recorded-date',
  AllergyIntolerance: '-date',
  Immunization: '-date',
  DocumentReference: '-date',
  Encounter: '-date',
};

/** A page of what a person may ask to have corrected, of a kind, newest first; `invalid`: a cursor that no page gave. */
export async function listContestable(
  access: Access,
  usager: string,
  type: ItemType,
  cursor: string | undefined,
): Promise<ItemsAnswer | Denied | 'invalid'> {
  const found = await access.search(type, [
    ['patient', `Patient/${usager}`],
    ['_sort', sorts[type]],
    ['_count', '50'],
    ...(cursor === undefined ? [] : [['_cursor', cursor] satisfies [string, string]]),
  ]);
  if (found.outcome === 'denied') return found;
  if (found.outcome !== 'found') return 'invalid';
  const items = found.entries.flatMap(({ body }) => {
    const item = toItem(JSON.parse(body) as Resource);
    return item ? [{ id: item.id, name: item.name, ...(item.day && { day: item.day }) }] : [];
  });
  return { items, ...(found.next !== undefined && { next: found.next }) };
}

interface Subjected {
  subject?: { reference?: string };
  patient?: { reference?: string };
}

/** The resource that a rectification is about, as the person sees it; undefined: there is no such thing of theirs. */
export async function readContested(
  access: Access,
  usager: string,
  reference: string,
): Promise<Contested | Denied | undefined> {
  const [type = '', id = ''] = reference.split('/');
  const read = await access.read(type, id);
  if (read.outcome === 'denied') return read;
  if (read.outcome !== 'found') return undefined;
  const resource = JSON.parse(read.stored.body) as Resource & Subjected;
  const whose = (resource.subject ?? resource.patient)?.reference;
  const item = toItem(resource);
  if (item === undefined || whose !== `Patient/${usager}`) return undefined;
  const { version, lastUpdated: written } = read.stored;
  return { reference, version, written, name: item.name, day: item.day };
}

interface Agent {
  onBehalfOf?: { reference?: string; display?: string };
}

/** The organisme that sent a resource, by its Provenance; undefined: it does not say. */
export async function sourceOf(
  access: Access,
  reference: string,
): Promise<{ id: string; name: string } | undefined> {
  const found = await access.search('Provenance', [
    ['target', reference],
    ['_sort', '-recorded'],
    ['_count', '1'],
  ]);
  if (found.outcome !== 'found') return undefined;
  const [provenance] = found.entries.map(({ body }) => JSON.parse(body) as Resource);
  const agents = (provenance?.agent ?? []) as Agent[];
  const of = agents
    .map(({ onBehalfOf }) => onBehalfOf)
    .find(one => one?.reference?.startsWith('Organization/'));
  const id = of?.reference?.replace('Organization/', '');
  return id ? { id, name: of?.display ?? id } : undefined;
}
