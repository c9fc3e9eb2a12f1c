import {
  compartmentUsagers,
  type Identifier,
  parseReference,
  type Reference,
  type Resource,
  searchParameter,
  visitReferences,
} from '@continuum/standards-fhir';
import { isNamSystem } from '@continuum/standards-nam';
import { clinicalDomains, domainOf } from '@continuum/trust-access';
import type { UsagerClaim } from '../deposit.ts';
import type { Entry } from './entry.ts';

/** One usager whom a FHIR deposit speaks of, and where their reference goes once they are known. */
export interface FhirClaim {
  claim: UsagerClaim;
  /** FHIRPath of what describes them. */
  at: string;
  /** References, as written, that mean this usager. */
  keys: string[];
  /** Elements that mean this usager without a reference of their own. */
  fill: ((reference: string) => void)[];
  /** The Patient entry of a registering source, which may be written itself. */
  entry?: Entry;
  registers: boolean;
}

const restful = (fullUrl: string | undefined): string | undefined => {
  const parts = fullUrl === undefined ? undefined : parseReference(fullUrl);
  return parts && `${parts.type}/${parts.id}`;
};

/**
 * What references within the Bundle call this entry: its fullUrl, whichever id its resource has (R4 2.36.4.1); and the
 * address on this server of what is updated there.
 */
export function namesOfEntry({ fullUrl, type, id }: Entry): string[] {
  const addressed = id === undefined ? undefined : `${type}/${id}`;
  return [...new Set([fullUrl, restful(fullUrl), addressed].filter(name => name !== undefined))];
}

const claimOf = (patient: Resource, at: string, registers = false): FhirClaim => ({
  claim: { patient },
  at,
  keys: [],
  fill: [],
  registers,
});

const isPatientEntry = ({ type, method, resource }: Entry): boolean =>
  type === 'Patient' && resource !== undefined && (method === 'POST' || method === 'PUT');

const ofEntry = (entry: Entry, registers: boolean): FhirClaim => ({
  ...claimOf(entry.resource!, entry.at, registers),
  keys: namesOfEntry(entry),
  entry,
});

/** `Patient?identifier=…&birthdate=…` says who, as a claim does. */
function fromQuery(query: string): Resource {
  const parameters = new URLSearchParams(query);
  const one = (name: string) => parameters.get(name) ?? undefined;
  const identifier = parameters.getAll('identifier').map(token => {
    const [system, value] = token.includes('|') ? token.split('|', 2) : [undefined, token];
    return { system, value };
  });
  const family = one('family');
  const given = one('given');
  return {
    resourceType: 'Patient',
    identifier,
    name: [{ ...(family ? { family } : {}), ...(given ? { given: [given] } : {}) }],
    birthDate: one('birthdate'),
    gender: one('gender'),
  };
}

/** Collects the usagers of a deposit, each once. */
interface Collector {
  claims: FhirClaim[];
  /** The claim under that key, made when it is the first of its kind. */
  under(key: string, make: () => FhirClaim): FhirClaim;
}

function collector(claims: FhirClaim[]): Collector {
  const known = new Map<string, FhirClaim>();
  return {
    claims,
    under(key, make) {
      const claim = known.get(key) ?? make();
      if (!known.has(key)) claims.push(claim);
      known.set(key, claim);
      return claim;
    },
  };
}

function containedPatients(resource: Resource): Map<string, Resource> {
  const contained = Array.isArray(resource.contained) ? (resource.contained as Resource[]) : [];
  return new Map(contained.filter(c => c?.resourceType === 'Patient' && c.id).map(c => [`#${c.id}`, c]));
}

function dropContained(resource: Resource, patient: Resource): void {
  const rest = (resource.contained as Resource[] | undefined)?.filter(one => one !== patient) ?? [];
  if (rest.length > 0) resource.contained = rest;
  else delete resource.contained;
}

const namOf = (identifier: Identifier | undefined): string | undefined =>
  isNamSystem(identifier?.system) ? identifier?.value : undefined;

function ofLogical(reference: Reference, at: string, into: Collector): void {
  const nam = reference.reference === undefined ? namOf(reference.identifier) : undefined;
  if (nam === undefined) return;
  const patient = { resourceType: 'Patient', identifier: [reference.identifier] };
  into
    .under(`nam:${nam}`, () => claimOf(patient, at))
    .fill.push(to => {
      reference.reference = to;
    });
}

function ofContained(reference: Reference, entry: Entry, into: Collector): void {
  const patient = containedPatients(entry.resource!).get(reference.reference ?? '');
  if (!patient) return;
  const key = `${entry.number}${reference.reference}`;
  const claim = into.under(key, () => claimOf(patient, `${entry.at}.contained`));
  claim.fill.push(to => {
    reference.reference = to;
    dropContained(entry.resource!, patient);
  });
}

function ofConditional({ reference }: Reference, at: string, into: Collector): void {
  const query = /^Patient\?(.*)$/.exec(reference ?? '')?.[1];
  if (query === undefined || reference === undefined) return;
  into.under(reference, () => ({ ...claimOf(fromQuery(query), at), keys: [reference] }));
}

/** A Patient at another server's address is described by nothing that this server can compare. */
function ofElsewhere(
  { reference }: Reference,
  at: string,
  into: Collector,
  named: ReadonlySet<string>,
): void {
  const parts = parseReference(reference ?? '');
  if (!reference || parts?.type !== 'Patient' || !parts.absolute || named.has(reference)) return;
  into.under(reference, () => ({ ...claimOf({ resourceType: 'Patient' }, at), keys: [reference] }));
}

const usagerElement = (type: string): string | undefined =>
  ['subject', 'patient'].find(code => searchParameter(type, code)?.type === 'reference');

const isClinical = (resource: Resource): boolean =>
  clinicalDomains.includes(domainOf(resource as { resourceType: string; category?: unknown }));

/** A clinical resource with nobody in it, and the element that would say who. */
function unnamed({ resource, method }: Entry): ((reference: string) => void) | undefined {
  if (!resource || method === 'GET' || !isClinical(resource)) return undefined;
  const element = usagerElement(resource.resourceType);
  if (element === undefined || resource[element] !== undefined) return undefined;
  if (compartmentUsagers(resource).length > 0) return undefined;
  return reference => {
    resource[element] = { reference };
  };
}

/**
 * Resources that name nobody are about the one usager whom the rest of the deposit names; when it names none, or
 * several, a person says who.
 */
function ofNobody(entries: readonly Entry[], into: Collector): void {
  const fills = entries.map(unnamed).filter(fill => fill !== undefined);
  // A Patient entry is a claim, under its own names: the id of its resource names nobody here.
  const literal = new Set(
    entries
      .filter(entry => !isPatientEntry(entry))
      .flatMap(({ resource }) => (resource ? compartmentUsagers(resource) : [])),
  );
  const keys = new Set(into.claims.flatMap(({ keys }) => keys));
  const usagers = [...literal].map(id => `Patient/${id}`).filter(reference => !keys.has(reference));
  const [only] = into.claims;
  if (only && into.claims.length === 1 && usagers.length === 0) only.fill.push(...fills);
  else if (!only && usagers.length === 1) for (const fill of fills) fill(usagers[0]!);
  else
    for (const fill of fills)
      into.under('nobody', () => claimOf({ resourceType: 'Patient' }, entries[0]!.at)).fill.push(fill);
}

const rebase = (path: string, at: string): string => at + path.slice(path.split('.', 1)[0]!.length);

/**
 * The usagers whom a deposit speaks of, in a stable order. `registers`: the source may add usagers, its
 * Patient entries are then written, and references that lead nowhere are its own affair; for other sources the
 * Patient entries of a Bundle, contained Patients, conditional references and resources that name nobody all
 * ask who the usager is. A NAM as logical reference asks for every source.
 */
export function claimsOf(entries: readonly Entry[], registers: boolean, transaction: boolean): FhirClaim[] {
  const patients = entries.filter(isPatientEntry).filter(() => registers || transaction);
  const into = collector(patients.map(entry => ofEntry(entry, registers)));
  const named = new Set(entries.flatMap(namesOfEntry));
  for (const entry of entries) {
    if (!entry.resource || entry.method === 'GET' || isPatientEntry(entry)) continue;
    visitReferences(entry.resource, (reference: Reference, path) => {
      const at = rebase(path, entry.at);
      ofLogical(reference, at, into);
      if (registers) return;
      ofContained(reference, entry, into);
      ofConditional(reference, at, into);
      ofElsewhere(reference, at, into, named);
    });
  }
  if (!registers) ofNobody(entries, into);
  return into.claims;
}
