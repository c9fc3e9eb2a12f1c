import { fhirError } from './fhir-error.ts';

const json = new Set(['json', 'application/fhir+json', 'application/json', 'text/json']);
const any = new Set(['*/*', 'application/*']);

/** RFC 6902: a body of PATCH. */
export const jsonPatch = 'application/json-patch+json';

export const fhirJson = 'application/fhir+json; charset=utf-8';

/** A type that the client gives the weight 0 is one that it does not take (RFC 9110, §12.4.2). */
const isTaken = (range: string): boolean => !/;\s*q=0(\.0*)?\s*(;|$)/i.test(range);

const bare = (type: string): string => type.split(';')[0]!.trim().toLowerCase();

/** A plus sign in `_format=application/fhir+json` arrives as a space. */
const asFormat = (format: string): string => bare(format.replace(' ', '+'));

/**
 * Checks that JSON is what the client takes: `_format` first, else `Accept` (R4 3.1.0.1.10).
 * @throws FhirError 406
 */
export function checkAcceptable(format: string | undefined, accept: string | undefined): void {
  const asked = format ? [asFormat(format)] : (accept ?? '*/*').split(',').filter(isTaken).map(bare);
  if (asked.some(type => json.has(type) || (!format && any.has(type)))) return;
  throw fhirError(406, 'not-supported', `${asked.join(', ')}: only application/fhir+json is sent here.`);
}

/** Whether a body is FHIR JSON by its content type; no content type counts as JSON. */
export const isJson = (contentType: string): boolean => contentType === '' || json.has(bare(contentType));

/** @throws FhirError 415 when the body is in no form that is read here: FHIR, or for PATCH a JSON Patch too. */
export function checkContent(contentType: string, method: string | undefined): void {
  const isPatch = bare(contentType) === jsonPatch;
  if (isPatch ? method === 'PATCH' : isJson(contentType)) return;
  const mend = method === 'PATCH' ? ` or ${jsonPatch}` : '';
  throw fhirError(415, 'not-supported', `${bare(contentType)}: send application/fhir+json${mend}.`);
}
