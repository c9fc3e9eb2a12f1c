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
