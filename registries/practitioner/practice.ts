import type { Access } from '@continuum/record-gate';
import type { CodeableConcept, Reference, Resource } from '@continuum/standards-fhir';
import { accessProfileSystem, matrix, type Profile } from '@continuum/trust-access';
import { practitionerName } from './practitioner.ts';

/** As what a person practises, and where: what their access is decided on. */
export interface Practice {
  /** Id of the Practitioner. */
  id: string;
  name: string;
  profile: Profile;
  organization?: { id: string; name: string };
}

function profileOf(role: Resource): Profile | undefined {
  const concepts = (role.code as CodeableConcept[] | undefined) ?? [];
  const coding = concepts
    .flatMap(concept => concept.coding ?? [])
    .find(({ system }) => system === accessProfileSystem);
  return Object.hasOwn(matrix, coding?.code ?? '') ? (coding?.code as Profile) : undefined;
}

function organizationOf(role: Resource): Practice['organization'] {
  const { reference, display } = (role.organization as Reference | undefined) ?? {};
  const id = reference?.replace(/^Organization\//, '');
  return id === undefined ? undefined : { id, name: display ?? '' };
}

/**
 * The practice of an active Practitioner, by their active PractitionerRole that has an access profile; a source may
 * have told of others, which give none. Undefined when the register does not know them, or gives them no access
 * profile: then they do not come in.
 */
export async function practitionerOf(access: Access, id: string): Promise<Practice | undefined> {
  const outcome = await access.lookup('Practitioner', [
    ['_id', id],
    ['_revinclude', 'PractitionerRole:practitioner'],
  ]);
  const resources =
    outcome.outcome === 'found' ? outcome.entries.map(({ body }) => JSON.parse(body) as Resource) : [];
  const practitioner = resources.find(
    resource => resource.resourceType === 'Practitioner' && resource.active !== false,
  );
  const role = resources.find(
    resource =>
      resource.resourceType === 'PractitionerRole' &&
      resource.active !== false &&
      profileOf(resource) !== undefined,
  );
  const profile = role && profileOf(role);
  if (!practitioner || !role || !profile) return undefined;
  const organization = organizationOf(role);
  return { id, name: practitionerName(practitioner), profile, ...(organization && { organization }) };
}
