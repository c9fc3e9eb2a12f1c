export {
  displayPractitioner,
  type PractitionerDisplay,
  practitionerName,
  practitionerNames,
} from './practitioner.ts';
