import type { Access } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { practitionerName } from './practitioner.ts';

/** How many are shown at once: whoever looks for somebody else types more of their name. */
const shown = '20';

/** Active intervenants of an organization, by name; `name` is the beginning of a part of it. */
export async function practisingAt(
  access: Access,
  organization: string,
  name = '',
): Promise<{ id: string; name: string }[]> {
  const asked: [string, string][] = name ? [['practitioner.name', name.replace(/[\\,|$]/g, '\\$&')]] : [];
  const outcome = await access.lookup('PractitionerRole', [
    ['organization', `Organization/${organization}`],
    ['active', 'true'],
    ...asked,
    ['_include', 'PractitionerRole:practitioner'],
    ['_count', shown],
  ]);
  const entries = outcome.outcome === 'found' ? outcome.entries : [];
  const people = entries
    .map(({ body }) => JSON.parse(body) as Resource)
    .filter(({ resourceType, active }) => resourceType === 'Practitioner' && active !== false);
  return people
    .map(person => ({ id: person.id ?? '', name: practitionerName(person) }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'fr-CA'));
}
