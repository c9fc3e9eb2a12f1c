export { practisingAt } from './practising-at.ts';
export {
  displayPractitioner,
  type PractitionerDisplay,
  practitionerName,
  practitionerNames,
} from './practitioner.ts';
export { functionSystem, type Position, providerSystem, type Standing, standingOf } from './standing.ts';
