import type { Gate } from '@continuum/record-gate';
import { placesOf } from '@continuum/registries-organization';
import { practisingAt } from '@continuum/registries-practitioner';
import { platformActor } from '@continuum/trust-access';
import type { Caller } from './deps.ts';
import { requestableProfiles } from './rules/check-request.ts';

/** What a form may choose from, at an organization. */
export interface Choices {
  people: { id: string; name: string }[];
  places: { id: string; name: string }[];
  profiles: readonly string[];
}

/** The intervenants (by name), the places and the profiles that a form about an organization may name. */
export async function choicesAt(
  gate: Pick<Gate, 'open'>,
  { origin }: Caller,
  organization: string,
  name: string,
): Promise<Choices> {
  const access = gate.open(platformActor, { of: 'HOPERAT' }, origin);
  const [people, places] = await Promise.all([
    practisingAt(access, organization, name),
    placesOf(access, organization),
  ]);
  return { people, places, profiles: requestableProfiles };
}
