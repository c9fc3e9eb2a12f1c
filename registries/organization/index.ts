export {
  displayOrganization,
  type OrganizationDisplay,
  type OrganizationStanding,
  organizationNames,
  organizationOf,
  placesOf,
} from './organization.ts';
