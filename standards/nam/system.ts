/** `Identifier.system` of a NAM (Canada Health Infoway's naming system), as it is written here. */
export const namSystem = 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id';

const accepted = new Set([namSystem, 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-hcn']);

/** True for every system under which a NAM is accepted on input. */
export function isNamSystem(system: string | undefined): boolean {
  return system !== undefined && accepted.has(system);
}

/** `Identifier.type` of a NAM: jurisdictional health number. */
export const namType = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'JHN' }],
};
