import { isResourceType } from '@continuum/standards-fhir';
import type { ScopeAction } from '@continuum/trust-access';
import type { Interaction } from './exchange.ts';
import { type FhirError, fhirError } from './fhir-error.ts';
import { create } from './interactions/create.ts';
import { deleteConditionally, deleteResource } from './interactions/delete.ts';
import { history } from './interactions/history.ts';
import { patch, patchConditionally } from './interactions/patch.ts';
import { read } from './interactions/read.ts';
import { search } from './interactions/search.ts';
import { update, updateConditionally } from './interactions/update.ts';
import { vread } from './interactions/vread.ts';

/** One address of the API. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  interaction: Interaction;
  /** What an access token must allow (SMART v2): on the type, or on every type where none is named. */
  scope: ScopeAction;
  /** What the CapabilityStatement says of it: `type` or `system`, and the interaction's code. */
  says: readonly ['type' | 'system', string];
}

/** The interactions of R4 3.1.0 that stand alone and that an entry of a batch may ask for. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/', interaction: search, scope: 's', says: ['system', 'search-system'] },
  { method: 'POST', path: '/_search', interaction: search, scope: 's', says: ['system', 'search-system'] },
  { method: 'GET', path: '/_history', interaction: history, scope: 's', says: ['system', 'history-system'] },
  { method: 'GET', path: '/:type', interaction: search, scope: 's', says: ['type', 'search-type'] },
  { method: 'POST', path: '/:type/_search', interaction: search, scope: 's', says: ['type', 'search-type'] },
  {
    method: 'GET',
    path: '/:type/_history',
    interaction: history,
    scope: 's',
    says: ['type', 'history-type'],
  },
  { method: 'POST', path: '/:type', interaction: create, scope: 'c', says: ['type', 'create'] },
  { method: 'PUT', path: '/:type', interaction: updateConditionally, scope: 'u', says: ['type', 'update'] },
  { method: 'PATCH', path: '/:type', interaction: patchConditionally, scope: 'u', says: ['type', 'patch'] },
  {
    method: 'DELETE',
    path: '/:type',
    interaction: deleteConditionally,
    scope: 'd',
    says: ['type', 'delete'],
  },
  { method: 'GET', path: '/:type/:id', interaction: read, scope: 'r', says: ['type', 'read'] },
  { method: 'PUT', path: '/:type/:id', interaction: update, scope: 'u', says: ['type', 'update'] },
  { method: 'PATCH', path: '/:type/:id', interaction: patch, scope: 'u', says: ['type', 'patch'] },
  { method: 'DELETE', path: '/:type/:id', interaction: deleteResource, scope: 'd', says: ['type', 'delete'] },
  {
    method: 'GET',
    path: '/:type/:id/_history',
    interaction: history,
    scope: 'r',
    says: ['type', 'history-instance'],
  },
  {
    method: 'GET',
    path: '/:type/:id/_history/:version',
    interaction: vread,
    scope: 'r',
    says: ['type', 'vread'],
  },
  // Compartments (R4 3.1.1.1): what is searched is `member`.
  {
    method: 'GET',
    path: '/:type/:id/:member',
    interaction: search,
    scope: 's',
    says: ['type', 'search-type'],
  },
  {
    method: 'POST',
    path: '/:type/:id/:member/_search',
    interaction: search,
    scope: 's',
    says: ['type', 'search-type'],
  },
];

/** The parts of an address. */
export interface Address {
  type?: string;
  id?: string;
  version?: string;
  /** The type searched in a compartment, or `*`. */
  member?: string;
}

function matchPath(pattern: string, path: string): Address | undefined {
  const [wanted, given] = [pattern, path].map(text => text.split('/').filter(Boolean)) as [
    string[],
    string[],
  ];
  if (wanted.length !== given.length) return undefined;
  const fits = wanted.every((part, i) =>
    part.startsWith(':') ? !/^[_$]/.test(given[i]!) : part === given[i],
  );
  if (!fits) return undefined;
  const named = wanted.flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), given[i]!]] : []));
  return Object.fromEntries(named) as Address;
}

/** What a method on a path asks for; undefined when nothing is at that address for that method. */
export function findRoute(method: string, path: string): { route: Route; address: Address } | undefined {
  for (const route of routes) {
    const address = route.method === method ? matchPath(route.path, path) : undefined;
    if (address) return { route, address };
  }
  return undefined;
}

/** The methods that an address takes, for `Allow`; empty when nothing is there. */
export function methodsAt(path: string): string[] {
  const found = routes.filter(route => matchPath(route.path, path)).map(route => route.method as string);
  const own = path === '/' ? ['POST'] : [];
  return [...new Set([...found, ...own])].flatMap(method => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

const isId = (id: string): boolean => /^[A-Za-z0-9.-]{1,64}$/.test(id);

/** @throws FhirError 404 when the type is none of R4's, or the id cannot be one. */
export function checkAddress({ type, id, member }: Address): void {
  for (const name of [type, member])
    if (name !== undefined && name !== '*' && !isResourceType(name))
      throw fhirError(404, 'not-supported', `${name} is not a resource type of FHIR R4.`);
  if (id !== undefined && !isId(id))
    throw fhirError(404, 'not-found', `${id} cannot be the id of a resource.`);
}

/** The error of an address or a method that is not there. */
export function noRoute(method: string, path: string): FhirError {
  const allowed = methodsAt(path);
  if (allowed.length === 0) return fhirError(404, 'not-supported', `Nothing is at ${path}.`);
  return fhirError(405, 'not-supported', `${method} is not taken at ${path}.`, { Allow: allowed.join(', ') });
}
