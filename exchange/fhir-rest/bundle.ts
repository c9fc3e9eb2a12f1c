import { randomUUID } from 'node:crypto';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { Answer } from './exchange.ts';

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

function entryPieces({ fullUrl, resource, search, request, response }: BundleEntry): string[] {
  const before = member('fullUrl', text(fullUrl));
  const after = [
    ...member('search', text(search)),
    ...member('request', text(request)),
    ...member('response', text(response)),
  ];
  if (resource === undefined) return [`{${[...before, ...after].join(',')}}`];
  return [`{${[...before, '"resource":'].join(',')}`, resource, `${['', ...after].join(',')}}`];
}

/** The text of a Bundle in pieces: the stored bytes of each resource are one, neither parsed nor copied. */
function bundlePieces({ type, total, links = [], entries }: BundleParts): string[] {
  const meta = { lastUpdated: new Date().toISOString() };
  const members = [
    `"resourceType":"Bundle","id":"${randomUUID()}"`,
    ...member('meta', text(meta)),
    ...member('type', text(type)),
    ...member('total', text(total)),
    ...(links.length > 0 ? member('link', text(links)) : []),
  ];
  const start = `{${members.join(',')}`;
  if (entries.length === 0) return [`${start}}`];
  const pieces = entries.flatMap((entry, at) => [
    at === 0 ? `${start},"entry":[` : ',',
    ...entryPieces(entry),
  ]);
  return [...pieces, ']}'];
}

/** A Bundle as JSON, its resources spliced in as they are stored. */
export const formatBundle = (parts: BundleParts): string => bundlePieces(parts).join('');

/** A Bundle as an answer: sent in its pieces, joined only for whoever reads it as one text. */
export function bundleAnswer(parts: BundleParts): Answer {
  const pieces = bundlePieces(parts);
  return {
    status: 200,
    headers: {},
    pieces,
    get body() {
      return pieces.join('');
    },
  };
}

/** What a link says of a page: as large as it is, not as was asked. */
export const ofPageSize = (parameters: readonly [string, string][], count: number): [string, string][] =>
  parameters.map(([name, value]) => [name, name === '_count' ? String(count) : value]);

/** What was done otherwise than it was asked travels with the answer (R4 3.1.1.2). */
export const remarks = (issues: readonly Issue[]): BundleEntry[] =>
  issues.length === 0
    ? []
    : [{ resource: JSON.stringify(toOperationOutcome(issues)), search: { mode: 'outcome' } }];

/** A link with its parameters, in order. */
export function toLink(relation: string, address: string, parameters: readonly [string, string][]) {
  const query = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  return { relation, url: query === '' ? address : `${address}?${query}` };
}
