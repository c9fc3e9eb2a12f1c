import type { Denied, Stored } from '@continuum/record-gate';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { Answer, Exchange } from './exchange.ts';
import { type FhirError, fhirError } from './fhir-error.ts';
import { seen, viewOf } from './view.ts';

/** An OperationOutcome as an answer. */
export function outcomeAnswer(
  status: number,
  issues: readonly Issue[],
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body: JSON.stringify(toOperationOutcome(issues)) };
}

/** `ETag` of a version: weak, since JSON may be written in many ways (R4 3.1.0.1.6). */
export const toETag = (version: number): string => `W/"${version}"`;

/** `ETag` and `Last-Modified` of what is sent. */
export const versionHeaders = (stored: Pick<Stored, 'version' | 'lastUpdated'>): Record<string, string> => ({
  ETag: toETag(stored.version),
  'Last-Modified': stored.lastUpdated.toUTCString(),
});

/** Where a version is: `Location` of what was written. */
export const toLocation = (exchange: Exchange, type: string, id: string, version: number): string =>
  `${exchange.baseUrl}/${type}/${id}/_history/${version}`;

/** What a denial is called: 401 for callers whom nobody identified, 403 for the others. */
export function denialError({ decision }: Denied): FhirError {
  if (decision.denial !== 'unidentified') return fhirError(403, 'forbidden', decision.text);
  return fhirError(401, 'login', decision.text, { 'WWW-Authenticate': 'Bearer realm="continuum"' });
}

export const notFound = (type: string, id: string): FhirError =>
  fhirError(404, 'not-found', `There is no ${type}/${id} here.`);

export const gone = (type: string, id: string, version: number): FhirError =>
  fhirError(410, 'deleted', `${type}/${id} was deleted.`, { ETag: toETag(version) });

/** The bytes of a resource, or 304 when the client has them already (R4 3.1.0.1.6). */
export function resourceAnswer(exchange: Exchange, stored: Stored): Answer {
  const headers = versionHeaders(stored);
  if (isKnown(exchange, stored)) return { status: 304, headers, body: '' };
  return { status: 200, headers, body: seen(stored.body, viewOf(exchange.parameters)) };
}

/** `If-None-Match` wins over `If-Modified-Since` when both are there (RFC 9110, §13.2.2). */
function isKnown({ headers }: Exchange, stored: Stored): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined)
    return tags.split(',').some(tag => /^\s*(\*|(W\/)?"?\d+"?)\s*$/.test(tag) && matches(tag, stored));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Math.floor(stored.lastUpdated.getTime() / 1000) * 1000 <= since;
}

const matches = (tag: string, stored: Stored): boolean =>
  tag.trim() === '*' || Number(/\d+/.exec(tag)?.[0]) === stored.version;
