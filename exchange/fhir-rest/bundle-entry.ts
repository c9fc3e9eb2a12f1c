import { STATUS_CODES } from 'node:http';
import { formatJson, type Resource } from '@continuum/standards-fhir';
import type { BundleEntry } from './bundle.ts';
import { checkScope } from './check-scope.ts';
import type { Answer, Exchange } from './exchange.ts';
import { fhirError } from './fhir-error.ts';
import { performerOf } from './kept-elsewhere.ts';
import { invokedAt } from './operations/find-operation.ts';
import { performOperation } from './operations/perform-operation.ts';
import { parsePreference } from './preference.ts';
import { checkAddress, findRoute, noRoute } from './route-table.ts';

/** `Bundle.entry` of a batch or a transaction, as far as this room reads it. */
export interface RequestEntry {
  resource?: Resource;
  request?: {
    method?: string;
    url?: string;
    ifMatch?: string;
    ifNoneExist?: string;
    ifNoneMatch?: string;
    ifModifiedSince?: string;
  };
}

const none = new Uint8Array();
const toBytes = (resource: Resource | undefined): Uint8Array =>
  resource === undefined ? none : Buffer.from(formatJson(resource as object));

/** The body of an entry; a JSON Patch comes as a Binary (R4 3.1.0.11.2). */
function bodyOf(method: string, resource: Resource | undefined): Pick<Exchange, 'body' | 'contentType'> {
  const { resourceType, contentType, data }: Partial<Resource> = resource ?? {};
  if (method === 'PATCH' && resourceType === 'Binary' && typeof contentType === 'string')
    return { body: Buffer.from(String(data ?? ''), 'base64'), contentType };
  return { body: toBytes(resource), contentType: 'application/fhir+json' };
}

const headersOf = ({ request = {} }: RequestEntry): Record<string, string | undefined> => ({
  'if-match': request.ifMatch,
  'if-none-exist': request.ifNoneExist,
  'if-none-match': request.ifNoneMatch,
  'if-modified-since': request.ifModifiedSince,
});

const split = (url: string): [string, string] => {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
};

function toExchange(parent: Exchange, entry: RequestEntry, query: string): Exchange {
  const { method = '' } = entry.request ?? {};
  return {
    ...parent,
    parameters: [...new URLSearchParams(query)],
    headers: headersOf(entry),
    preference: parent.preference.return ? parent.preference : parsePreference('return=minimal'),
    ...bodyOf(method, entry.resource),
  };
}

/**
 * Performs one entry as if it had come alone (R4 3.1.0.11.1).
 * @throws FhirError as that interaction does.
 */
export async function performEntry(parent: Exchange, entry: RequestEntry): Promise<Answer> {
  const { method = '', url = '' } = entry.request ?? {};
  const [path, query] = split(url.startsWith(parent.baseUrl) ? url.slice(parent.baseUrl.length) : url);
  const invoked = method === '' ? undefined : invokedAt(path);
  if (invoked) return performOperation(parent.operations, invoked, method, toExchange(parent, entry, query));
  const found = findRoute(method === 'HEAD' ? 'GET' : method, path);
  if (!found)
    throw method === '' ? fhirError(400, 'required', 'entry.request is missing.') : noRoute(method, path);
  checkAddress(found.address);
  const { type, id, version, member } = found.address;
  const place = { type, id, version, ...(member !== undefined && { member }) };
  const exchange = { ...toExchange(parent, entry, query), ...place };
  await checkScope(exchange, found.route.scope);
  return performerOf(found.route, exchange)(exchange);
}

const toStatus = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim();

const toInstant = (httpDate: string | undefined): { lastModified?: string } =>
  httpDate === undefined ? {} : { lastModified: new Date(httpDate).toISOString() };

/** An answer as `Bundle.entry` of the response: an error's OperationOutcome in `response.outcome`. */
export function toResponseEntry({ status, headers, body }: Answer): BundleEntry {
  const response = {
    status: toStatus(status),
    ...(headers.Location ? { location: headers.Location } : {}),
    ...(headers.ETag ? { etag: headers.ETag } : {}),
    ...toInstant(headers['Last-Modified']),
  };
  if (body === '') return { response };
  if (status < 400 && status !== 202) return { resource: body, response };
  return { response: { ...response, outcome: JSON.parse(body) as object } };
}
