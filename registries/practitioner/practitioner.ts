import type { Access } from '@continuum/record-gate';
import type { CodeableConcept, Reference, Resource } from '@continuum/standards-fhir';

/** What a person reads of an intervenant: never a licence number. */
export interface PractitionerDisplay {
  id: string;
  /** `Marie Tremblay`, with the prefix the register gives. */
  name: string;
  active: boolean;
  /** Where they practise and as what. */
  roles: { organization?: string; role?: string }[];
}

interface HumanName {
  text?: string;
  family?: string;
  given?: string[];
  prefix?: string[];
}

/** The name of a Practitioner as it is shown. */
export function practitionerName(practitioner: Resource): string {
  const [name] = Array.isArray(practitioner.name) ? (practitioner.name as HumanName[]) : [];
  if (name?.text) return name.text;
  return [...(name?.prefix ?? []), ...(name?.given ?? []), name?.family ?? ''].join(' ').trim();
}

const roleOf = (role: Resource) => {
  const [code] = Array.isArray(role.code) ? (role.code as CodeableConcept[]) : [];
  return {
    organization: (role.organization as Reference | undefined)?.display,
    role: code?.text ?? code?.coding?.[0]?.display,
  };
};

const isRoleOf = (role: Resource, id: string | undefined): boolean =>
  (role.practitioner as Reference | undefined)?.reference === `Practitioner/${id}`;

/** Display values of a Practitioner, with those of the PractitionerRoles that are theirs. */
export function displayPractitioner(practitioner: Resource, roles: readonly Resource[]): PractitionerDisplay {
  return {
    id: practitioner.id ?? '',
    name: practitionerName(practitioner),
    active: practitioner.active !== false,
    roles: roles.filter(role => isRoleOf(role, practitioner.id)).map(roleOf),
  };
}

/** Names of the intervenants of these ids, for what the platform shows besides; unknown ids are left out. */
export async function practitionerNames(
  access: Access,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const parameters: [string, string][] = [
    ['_id', [...new Set(ids)].join(',')],
    ['_count', String(ids.length)],
  ];
  const outcome = await access.lookup('Practitioner', parameters);
  const entries = outcome.outcome === 'found' ? outcome.entries : [];
  return new Map(entries.map(({ id, body }) => [id, practitionerName(JSON.parse(body) as Resource)]));
}
