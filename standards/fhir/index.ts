export { earliest, latest, parseDateInterval } from './date-interval.ts';
export { formatJson, parseJson, textOfNumber } from './decimal.ts';
export { isResourceType, resourceTypes } from './definition/shape.ts';
export { compileFhirPath } from './fhirpath/index.ts';
export { FhirPathError } from './fhirpath/lexer.ts';
export { type Issue, type OperationOutcome, toOperationOutcome } from './issue.ts';
export { parseReference, type ReferenceParts } from './reference.ts';
export type { CodeableConcept, Coding, Identifier, Meta, Reference, Resource } from './resource.ts';
export { compartmentUsagers } from './search/compartment.ts';
export { type CompartmentPart, compartmentParts } from './search/compartments.ts';
export { extract } from './search/extract.ts';
export {
  type SearchParameterDefinition,
  type SearchParameterType,
  searchParameter,
  searchParameters,
} from './search/parameters.ts';
export type {
  CompositeValue,
  DateValue,
  NumberValue,
  QuantityValue,
  ReferenceValue,
  SearchValue,
  StringValue,
  TokenValue,
  UriValue,
} from './search-value.ts';
export { invariantReport } from './validation/invariants.ts';
export { knownProfiles, type ValidateOptions, validate } from './validation/validate.ts';
export { type VisitReference, visitReferences } from './visit-references.ts';
