import type { Access } from '@continuum/record-gate';
import type { CodeableConcept, Resource } from '@continuum/standards-fhir';

/** What a person reads of an organisme. */
export interface OrganizationDisplay {
  id: string;
  name: string;
  /** What kind of organisme, in words, when the register says. */
  kind?: string;
  kindCode?: string;
  city?: string;
  active: boolean;
}

const first = <T>(value: unknown): T | undefined => (Array.isArray(value) ? (value[0] as T) : undefined);

/** Display values of an Organization. */
export function displayOrganization(organization: Resource): OrganizationDisplay {
  const type = first<CodeableConcept>(organization.type);
  return {
    id: organization.id ?? '',
    name: typeof organization.name === 'string' ? organization.name : '',
    kind: type?.text ?? type?.coding?.[0]?.display,
    kindCode: type?.coding?.[0]?.code,
    city: first<{ city?: string }>(organization.address)?.city,
    active: organization.active !== false,
  };
}

/** Kinds of organismes, as the law names them: what a rule depends on. */
const kindSystem = 'https://continuum.health/fhir/CodeSystem/organization-kind';

/** An organisme as a rule needs it. */
export interface OrganizationStanding {
  id: string;
  name: string;
  active: boolean;
  /** Code of its kind; undefined when the register does not say it. */
  kind?: string;
  /** The region whose services it is of (`address.district`; in Québec, a région sociosanitaire); undefined when it does not say it. */
  region?: string;
}

/** What the register says of an organisme; undefined when it does not know it. */
export async function organizationOf(access: Access, id: string): Promise<OrganizationStanding | undefined> {
  const outcome = await access.lookup('Organization', [['_id', id]]);
  const [entry] = outcome.outcome === 'found' ? outcome.entries : [];
  if (entry === undefined) return undefined;
  const organization = JSON.parse(entry.body) as Resource;
  const types = Array.isArray(organization.type) ? (organization.type as CodeableConcept[]) : [];
  const kind = types.flatMap(({ coding = [] }) => coding).find(({ system }) => system === kindSystem)?.code;
  const { name, active } = displayOrganization(organization);
  const region = first<{ district?: string }>(organization.address)?.district?.trim();
  return { id, name, active, ...(kind !== undefined && { kind }), ...(region && { region }) };
}

/** Whether the register has an active organisme in a region, written exactly so (`address.district`). */
export async function isRegion(access: Access, region: string): Promise<boolean> {
  const outcome = await access.lookup('Organization', [
    ['address:exact', region.replace(/[\\,|$]/g, '\\$&')],
    ['active', 'true'],
    ['_count', '200'],
  ]);
  const entries = outcome.outcome === 'found' ? outcome.entries : [];
  return entries.some(({ body }) => {
    const { address } = JSON.parse(body) as Resource;
    return Array.isArray(address) && address.some(({ district }) => district === region);
  });
}

/** The places where an organisme gives its services, by name. */
export async function placesOf(access: Access, id: string): Promise<{ id: string; name: string }[]> {
  const outcome = await access.lookup('Location', [
    ['organization', `Organization/${id}`],
    ['_count', '200'],
  ]);
  const entries = outcome.outcome === 'found' ? outcome.entries : [];
  const places = entries.map(({ body }) => JSON.parse(body) as Resource);
  return places
    .filter(({ status }) => status !== 'inactive')
    .map(place => ({ id: place.id ?? '', name: typeof place.name === 'string' ? place.name : '' }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'fr-CA'));
}

/** Names of the organismes of these ids, for what the platform shows besides; unknown ids are left out. */
export async function organizationNames(
  access: Access,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const parameters: [string, string][] = [
    ['_id', [...new Set(ids)].join(',')],
    ['_count', String(ids.length)],
  ];
  const outcome = await access.lookup('Organization', parameters);
  const entries = outcome.outcome === 'found' ? outcome.entries : [];
  return new Map(entries.map(({ id, body }) => [id, displayOrganization(JSON.parse(body) as Resource).name]));
}
