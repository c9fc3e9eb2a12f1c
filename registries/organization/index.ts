export { createGaps, type Gap, type GapDomain, type Gaps, type NewGap } from './gap/gaps.ts';
export {
  displayOrganization,
  isRegion,
  type OrganizationDisplay,
  type OrganizationStanding,
  organizationNames,
  organizationOf,
  placesOf,
} from './organization.ts';

/** Migrations of this room, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
