import { fhirError } from './fhir-error.ts';

/** The two forms of a resource here. */
export type Format = 'json' | 'xml';

const json = new Set(['json', 'application/fhir+json', 'application/json', 'text/json']);
const xml = new Set(['xml', 'application/fhir+xml', 'application/xml', 'text/xml']);
const any = new Set(['*/*', 'application/*']);

/** RFC 6902: a body of PATCH. */
export const jsonPatch = 'application/json-patch+json';

/** Every type of a body, a form apart. */
export const bodyTypes = [...json, ...xml, jsonPatch].filter(type => type.includes('/'));

export const contentTypes: Readonly<Record<Format, string>> = {
  json: 'application/fhir+json; charset=utf-8',
  xml: 'application/fhir+xml; charset=utf-8',
};

const bare = (type: string): string => type.split(';')[0]!.trim().toLowerCase();

/** A plus sign in `_format=application/fhir+json` arrives as a space. */
const asFormat = (format: string): string => bare(format.trim().replace(' ', '+'));

const formatOf = (type: string): Format | undefined =>
  json.has(type) ? 'json' : xml.has(type) ? 'xml' : undefined;

/** The weight of a range; 0 is a type that the client does not take (RFC 9110, §12.4.2). */
const weightOf = (range: string): number => {
  const q = /;\s*q=([\d.]+)\s*(;|$)/i.exec(range)?.[1];
  return q === undefined ? 1 : Number(q);
};

/** The best of what an `Accept` takes: by weight, named types before any, JSON before XML. */
function best(accept: string): Format | undefined {
  const ranges = accept.split(',').map(range => ({ type: bare(range), weight: weightOf(range) }));
  const weight = (format: Format): number => {
    const named = ranges.filter(({ type }) => formatOf(type) === format);
    const found = named.length > 0 ? named : ranges.filter(({ type }) => any.has(type));
    return Math.max(0, ...found.map(one => one.weight));
  };
  const [ofJson, ofXml] = [weight('json'), weight('xml')];
  if (ofJson === 0 && ofXml === 0) return undefined;
  if (ofJson !== ofXml) return ofJson > ofXml ? 'json' : 'xml';
  const first = ranges.map(({ type }) => formatOf(type)).find(format => format !== undefined);
  return first ?? 'json';
}

const usual = new Set(['*/*', 'application/fhir+json', 'application/json']);

/**
 * The form of the answer: `_format` first, else `Accept` (R4 3.1.0.1.10); JSON when neither says.
 * @throws FhirError 406
 */
export function acceptedFormat(format: string | undefined, accept: string | undefined): Format {
  if (!format && (accept === undefined || usual.has(accept))) return 'json';
  const asked = format ? asFormat(format) : accept!;
  const found = format ? formatOf(asked) : best(asked);
  if (found) return found;
  throw fhirError(
    406,
    'not-supported',
    `${asked}: application/fhir+json and application/fhir+xml are sent here.`,
  );
}

/** How a body is to be read; no content type counts as JSON, undefined is no FHIR. */
export const readAs = (contentType: string): Format | undefined =>
  contentType === '' ? 'json' : formatOf(bare(contentType));

/** @throws FhirError 415 when the body is in no form that is read here: FHIR, or for PATCH a JSON Patch too. */
export function checkContent(contentType: string, method: string | undefined): void {
  const isPatch = bare(contentType) === jsonPatch;
  if (isPatch ? method === 'PATCH' : readAs(contentType)) return;
  const mend = method === 'PATCH' ? `, or ${jsonPatch}` : '';
  const text = `${bare(contentType)}: send application/fhir+json or application/fhir+xml${mend}.`;
  throw fhirError(415, 'not-supported', text);
}
