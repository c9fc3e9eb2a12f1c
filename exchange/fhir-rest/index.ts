export { type FhirRestDeps, fhirRest } from './fhir-rest.ts';
