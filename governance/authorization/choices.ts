import type { Pool } from '@continuum/record-database';
import type { Gate } from '@continuum/record-gate';
import { organizationOf, placesOf } from '@continuum/registries-organization';
import { practisingAt } from '@continuum/registries-practitioner';
import { platformActor } from '@continuum/trust-access';
import type { Caller } from './deps.ts';
import { requestableProfiles } from './rules/check-request.ts';

/** What a form may choose from, at an organization. */
export interface Choices {
  people: { id: string; name: string }[];
  places: { id: string; name: string }[];
  profiles: readonly string[];
  /** That of the organization, when the register says it. */
  region?: string;
  /** Those of every organization where somebody has an access or an office, and its own: what the territory of an AVI may be. */
  regions: string[];
}

const known = `SELECT DISTINCT region FROM service.organization_region WHERE region IS NOT NULL`;

/** The intervenants (by name), the places, the profiles and the regions that a form about an organization may name. */
export async function choicesAt(
  { gate, pool }: { gate: Pick<Gate, 'open'>; pool: Pool },
  { origin }: Caller,
  organization: string,
  name: string,
): Promise<Choices> {
  const access = gate.open(platformActor, { of: 'HOPERAT' }, origin);
  const [people, places, standing, rows] = await Promise.all([
    practisingAt(access, organization, name),
    placesOf(access, organization),
    organizationOf(access, organization),
    pool.query<{ region: string }>(known),
  ]);
  const region = standing?.region;
  const regions = new Set([...rows.map(row => row.region), ...(region === undefined ? [] : [region])]);
  return {
    ...{ people, places, profiles: requestableProfiles },
    ...(region !== undefined && { region }),
    regions: [...regions].toSorted((one, other) => one.localeCompare(other, 'fr-CA')),
  };
}
