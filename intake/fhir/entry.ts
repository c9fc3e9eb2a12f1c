import { type Issue, isResourceType, type Resource } from '@continuum/standards-fhir';
import { type Deposit, type Interaction, Unusable } from '../deposit.ts';
import { type Patch, patchOf, readPatch } from './patch.ts';
import { type Limits, readResource } from './read-json.ts';

/** One interaction of a FHIR deposit, its request understood. */
export interface Entry {
  /** Place in the request. */
  number: number;
  /** FHIRPath of the resource: `Bundle.entry[3].resource`, or its type for a single one. */
  at: string;
  /** FHIRPath of the request, for what is wrong with it. */
  requestAt: string;
  method: Interaction['method'];
  url: string;
  type: string;
  id?: string;
  /** What follows `?`. */
  query?: string;
  ifNoneExist?: string;
  ifMatch?: number;
  fullUrl?: string;
  resource?: Resource;
  /** PATCH: then `resource` is what the patch makes of what stands, once that is known. */
  patch?: Patch;
}

export interface Parsed {
  entries: Entry[];
  /** The whole, as validation reads it. */
  root: Resource | undefined;
  /** True for a transaction Bundle: a Patient of a source that does not register is then a claim. */
  transaction: boolean;
}

interface Raw {
  fullUrl?: string;
  resource?: Resource;
  patch?: Patch;
  request?: Partial<Interaction> & { ifNoneMatch?: string; ifModifiedSince?: string };
}

const error = (expression: string, diagnostics: string, code = 'invalid'): Issue => ({
  severity: 'error',
  code,
  expression,
  diagnostics,
});

const methods = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD']);

/** `W/"3"` is version 3 (R4 3.1.0.1.6). */
function versionOf(ifMatch: string | undefined): number | undefined {
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}

function split(url: string): Pick<Entry, 'type' | 'id' | 'query'> {
  const [path = '', query] = url.replace(/^\//, '').split('?', 2);
  const [type = '', id] = path.split('/');
  return { type, ...(id ? { id } : {}), ...(query === undefined ? {} : { query }) };
}

/** Each rule of a request: what it is about, and the sentence when it is broken. */
const rules: [
  broken: (entry: Entry, raw: Raw) => boolean,
  field: 'request' | 'at',
  element: string,
  text: string,
][] = [
  [e => !isResourceType(e.type), 'request', '.url', 'Not the address of a FHIR R4 resource type.'],
  [e => ['POST', 'PUT'].includes(e.method) && !e.resource, 'at', '', 'POST and PUT carry a resource.'],
  [
    e => e.method === 'PATCH' && !e.patch,
    'at',
    '',
    'PATCH carries a JSON Patch (as a Binary) or Parameters.',
  ],
  [
    e => e.resource !== undefined && isResourceType(e.type) && e.resource.resourceType !== e.type,
    'request',
    '.url',
    'The address names another type than the resource.',
  ],
  [
    e => e.method === 'POST' && e.id !== undefined,
    'request',
    '.url',
    'POST goes to a type, without an id; PUT updates an id.',
  ],
  [
    e => ['PUT', 'PATCH', 'DELETE'].includes(e.method) && e.id === undefined && e.query === undefined,
    'request',
    '.url',
    'PUT, PATCH and DELETE name an id, or a search that finds one resource.',
  ],
  [
    e => e.method === 'PUT' && e.id !== undefined && e.resource !== undefined && e.resource.id !== e.id,
    'at',
    '.id',
    'The id of the resource must be there and equal to that of the address.',
  ],
  [
    (e, raw) => raw.request?.ifMatch !== undefined && e.ifMatch === undefined,
    'request',
    '.ifMatch',
    'If-Match is a version, W/"3".',
  ],
];

const brokenRules = (entry: Entry, raw: Raw): Issue[] =>
  rules
    .filter(([broken]) => broken(entry, raw))
    .map(([, field, element, text]) => error((field === 'at' ? entry.at : entry.requestAt) + element, text));

function toEntry(raw: Raw, number: number, at: string, requestAt: string): { entry: Entry; issues: Issue[] } {
  const method = raw.request?.method ?? ('' as Interaction['method']);
  const url = typeof raw.request?.url === 'string' ? raw.request.url : '';
  const entry: Entry = { number, at, requestAt, method, url, ...split(url) };
  if (raw.resource) entry.resource = raw.resource;
  if (raw.patch) entry.patch = raw.patch;
  if (typeof raw.fullUrl === 'string') entry.fullUrl = raw.fullUrl;
  if (raw.request?.ifNoneExist) entry.ifNoneExist = raw.request.ifNoneExist.replace(/^[^?]*\?/, '');
  const ifMatch = versionOf(raw.request?.ifMatch);
  if (ifMatch !== undefined) entry.ifMatch = ifMatch;
  if (!methods.has(method))
    return {
      entry,
      issues: [
        error(`${requestAt}.method`, 'An entry of a transaction says POST, PUT, PATCH, DELETE or GET.'),
      ],
    };
  const isRead = method === 'GET' || method === 'HEAD';
  return { entry, issues: isRead ? [] : brokenRules(entry, raw) };
}

function repeated(entries: readonly Entry[]): Issue[] {
  const seen = new Set<string>();
  return entries
    .filter(({ fullUrl }) => fullUrl !== undefined && seen.size === seen.add(fullUrl).size)
    .map(({ number }) =>
      error(`Bundle.entry[${number}].fullUrl`, 'Another entry has this fullUrl.', 'duplicate'),
    );
}

/** What a PATCH entry carries is no resource of the record: it says how one changes. */
function withPatch({ resource, ...raw }: Raw, at: string, limits: Limits): { raw: Raw; issues: Issue[] } {
  if (raw.request?.method !== 'PATCH' || !resource)
    return { raw: { ...raw, ...(resource ? { resource } : {}) }, issues: [] };
  try {
    return { raw: { ...raw, patch: patchOf(resource, at, 422, limits) }, issues: [] };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { raw, issues: error.issues };
  }
}

function entryOf(sent: Raw, i: number, limits: Limits): { entry: Entry; issues: Issue[] } {
  const at = `Bundle.entry[${i}].resource`;
  const { raw, issues } = withPatch(sent, at, limits);
  const made = toEntry(raw, i, at, `Bundle.entry[${i}].request`);
  return issues.length > 0 ? { entry: made.entry, issues } : made;
}

function fromBundle(bundle: Resource, limits: Limits): Parsed & { issues: Issue[] } {
  if (bundle.type !== 'transaction')
    throw new Unusable([error('Bundle.type', 'Send a transaction Bundle here.')], 400);
  const raws = Array.isArray(bundle.entry) ? (bundle.entry as Raw[]) : [];
  if (raws.length > limits.entries)
    throw new Unusable([error('Bundle.entry', `More than ${limits.entries} entries.`, 'too-long')], 413);
  const made = raws.map((raw, i) => entryOf(raw ?? {}, i, limits));
  const entries = made.map(({ entry }) => entry);
  const issues = [...made.flatMap(one => one.issues), ...repeated(entries)];
  return { entries, root: bundle, transaction: true, issues };
}

function fromPatch(deposit: Deposit, request: Interaction, limits: Limits): Parsed & { issues: Issue[] } {
  const patch = readPatch(deposit.original, deposit.contentType, limits);
  const { entry, issues } = toEntry({ request, patch }, 0, split(request.url).type, 'request');
  return { entries: [entry], root: undefined, transaction: false, issues };
}

function fromInteraction(
  deposit: Deposit,
  request: Interaction,
  limits: Limits,
): Parsed & { issues: Issue[] } {
  if (request.method === 'PATCH') return fromPatch(deposit, request, limits);
  const empty = deposit.original.byteLength === 0;
  const resource = empty ? undefined : readResource(deposit.original, deposit.contentType, limits);
  const at = resource?.resourceType ?? split(request.url).type;
  // The id that a create brings is not kept (R4 3.1.0.8), and means nothing within a single resource.
  if (request.method === 'POST') delete resource?.id;
  const { entry, issues } = toEntry({ request, ...(resource ? { resource } : {}) }, 0, at, 'request');
  return { entries: [entry], root: resource, transaction: false, issues };
}

/**
 * The interactions of a FHIR deposit, in the order of the request, and everything that is wrong with the
 * requests themselves (R4 3.1.0.11).
 * @throws Unusable when the bytes cannot be read at all.
 */
export function parseEntries(deposit: Deposit, limits: Limits): Parsed & { issues: Issue[] } {
  if (deposit.request) return fromInteraction(deposit, deposit.request, limits);
  const root = readResource(deposit.original, deposit.contentType, limits);
  if (root.resourceType !== 'Bundle')
    throw new Unusable(
      [error(root.resourceType, 'Send a transaction Bundle here, or the resource to its own type.')],
      400,
    );
  return fromBundle(root, limits);
}
