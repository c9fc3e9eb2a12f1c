/** Coding of PractitionerRole.code that says the access profile. */
export const accessProfileSystem = 'https://continuum.health/fhir/CodeSystem/access-profile';

/**
 * Does a resource say what somebody may see? Those who may only add to the registers (matrix, `creates`) do not
 * write one: a new role of a known intervenant changes what that person may do.
 */
export function givesAccess(resource: { resourceType: string }): boolean {
  // Wherever the coding stands, also in what is contained.
  return (
    resource.resourceType === 'PractitionerRole' && JSON.stringify(resource).includes(accessProfileSystem)
  );
}
