/**
 * Why the record is opened: codes of the PurposeOfUse of HL7 v3 where there is one, and the project's own for what
 * has none. What each is and reaches: `purposes.data.ts`.
 */
export type PurposeOfUse =
  | 'TREAT'
  | 'INTERPRET'
  | 'BTG'
  | 'PATRQT'
  | 'HOPERAT'
  | 'HSYSADMIN'
  | 'HCOMPL'
  | 'PUBHLTH'
  | 'ETREAT';

export interface Purpose {
  of: PurposeOfUse;
  /** The person's own words, when one is asked for. */
  reason?: string;
}

/** HL7 v3 ActReason, whose PurposeOfUse codes are used. */
export const purposeSystem = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

/** What HL7 has no code for. */
export const ownPurposeSystem = 'https://continuum.health/fhir/CodeSystem/purpose-of-use';
