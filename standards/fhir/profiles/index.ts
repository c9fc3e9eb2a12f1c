import type { ProfileDefinition } from '../validation/profile/definition.ts';
import { immunizationProfile } from './immunization.data.ts';
import { laboratoryObservationProfile } from './laboratory-observation.data.ts';
import { medicationDispenseProfile, medicationRequestProfile } from './medication.data.ts';
import { overrideProfile } from './override.data.ts';
import { patientProfile } from './patient.data.ts';

/** The profiles of this project. */
export const profileDefinitions: readonly ProfileDefinition[] = [
  immunizationProfile,
  medicationDispenseProfile,
  medicationRequestProfile,
  laboratoryObservationProfile,
  overrideProfile,
  patientProfile,
];
