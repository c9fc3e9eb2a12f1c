export { type Practice, practitionerOf } from './practice.ts';
export {
  displayPractitioner,
  type PractitionerDisplay,
  practitionerName,
  practitionerNames,
} from './practitioner.ts';
