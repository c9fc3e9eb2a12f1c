import type { Tx } from '@continuum/record-database';
import {
  isRegion,
  type OrganizationStanding,
  organizationOf,
  placesOf,
} from '@continuum/registries-organization';
import { type Standing, standingOf } from '@continuum/registries-practitioner';
import { dayOf } from '@continuum/standards-calendar';
import { platformActor } from '@continuum/trust-access';
import type { At } from './deps.ts';

/** What rules are held against: read by the platform, and shown to nobody. */
const accessOf = ({ deps, caller }: At) => deps.gate.open(platformActor, { of: 'HOPERAT' }, caller.origin);

export const findStanding = (at: At, practitioner: string): Promise<Standing | undefined> =>
  standingOf(accessOf(at), practitioner, dayOf(at.now));

const known = 'SELECT region FROM service.organization_region WHERE organization = $1';
const keep = `
  INSERT INTO service.organization_region (organization, region, read_at) VALUES ($1, $2, $3)
  ON CONFLICT (organization) DO UPDATE SET region = excluded.region, read_at = excluded.read_at`;

/** Keeps in which region an organization is, when that is news. */
async function keepRegion(
  { tx, now }: { tx: Tx; now: Date },
  id: string,
  region: string | null,
): Promise<void> {
  const [row] = await tx.query<{ region: string | null }>(known, [id]);
  if (row === undefined || row.region !== region) await tx.query(keep, [id, region, now]);
}

/** What the register says of an organization, whose region is kept for this room's own statements. */
export async function findOrganization(at: At, id: string): Promise<OrganizationStanding | undefined> {
  const organization = await organizationOf(accessOf(at), id);
  if (organization) await keepRegion(at, id, organization.region ?? null);
  return organization;
}

/** Whether the register has organizations in that region, written so. */
export const isKnownRegion = (at: At, region: string): Promise<boolean> => isRegion(accessOf(at), region);

export const findPlaces = (at: At, organization: string) => placesOf(accessOf(at), organization);
