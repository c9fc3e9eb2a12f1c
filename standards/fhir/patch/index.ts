export { applyFhirPathPatch, type FhirPathOperation, parseFhirPathPatch } from './fhirpath-patch.ts';
export { applyJsonPatch, type JsonPatchOperation, parseJsonPatch } from './json-patch.ts';
export { PatchError } from './patch-error.ts';
