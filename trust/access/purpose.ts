/**
 * Why the record is opened: codes of `http://terminology.hl7.org/CodeSystem/v3-ActReason`
 * (HL7 v3 PurposeOfUse).
 */
export type PurposeOfUse = 'TREAT' | 'PATRQT' | 'HOPERAT' | 'HSYSADMIN';

export interface Purpose {
  of: PurposeOfUse;
  /** The person's own words, when one is asked for. */
  reason?: string;
}

export const purposeSystem = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
