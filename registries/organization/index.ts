export { displayOrganization, type OrganizationDisplay, organizationNames } from './organization.ts';
