import { randomUUID } from 'node:crypto';

/** One entry, its resource as the bytes that are stored. */
export interface BundleEntry {
  fullUrl?: string;
  /** JSON of the resource; absent for a deletion or an answer without one. */
  resource?: string;
  search?: { mode: 'match' | 'include' | 'outcome' };
  request?: { method: string; url: string };
  response?: object;
}

export interface BundleParts {
  type: 'searchset' | 'history' | 'batch-response' | 'transaction-response';
  total?: number;
  links?: readonly { relation: string; url: string }[];
  entries: readonly BundleEntry[];
}

const member = (name: string, json: string | undefined): string[] =>
  json === undefined ? [] : [`"${name}":${json}`];

const text = (value: unknown): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);

function formatEntry({ fullUrl, resource, search, request, response }: BundleEntry): string {
  const members = [
    ...member('fullUrl', text(fullUrl)),
    ...member('resource', resource),
    ...member('search', text(search)),
    ...member('request', text(request)),
    ...member('response', text(response)),
  ];
  return `{${members.join(',')}}`;
}

/** A Bundle as JSON, its resources spliced in as they are stored: neither parsed nor written anew. */
export function formatBundle({ type, total, links = [], entries }: BundleParts): string {
  const meta = { lastUpdated: new Date().toISOString() };
  const members = [
    `"resourceType":"Bundle","id":"${randomUUID()}"`,
    ...member('meta', text(meta)),
    ...member('type', text(type)),
    ...member('total', text(total)),
    ...(links.length > 0 ? member('link', text(links)) : []),
    ...(entries.length > 0 ? [`"entry":[${entries.map(formatEntry).join(',')}]`] : []),
  ];
  return `{${members.join(',')}}`;
}

/** A link with its parameters, in order. */
export function toLink(relation: string, address: string, parameters: readonly [string, string][]) {
  const query = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  return { relation, url: query === '' ? address : `${address}?${query}` };
}
