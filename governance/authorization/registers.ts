import { type OrganizationStanding, organizationOf, placesOf } from '@continuum/registries-organization';
import { type Standing, standingOf } from '@continuum/registries-practitioner';
import { platformActor } from '@continuum/trust-access';
import { type At, dayOf } from './deps.ts';

/** What rules are held against: read by the platform, and shown to nobody. */
const accessOf = ({ deps, caller }: At) => deps.gate.open(platformActor, { of: 'HOPERAT' }, caller.origin);

export const findStanding = (at: At, practitioner: string): Promise<Standing | undefined> =>
  standingOf(accessOf(at), practitioner, dayOf(at.now));

export const findOrganization = (at: At, id: string): Promise<OrganizationStanding | undefined> =>
  organizationOf(accessOf(at), id);

export const findPlaces = (at: At, organization: string) => placesOf(accessOf(at), organization);
