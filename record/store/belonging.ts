import { compartmentUsagers, type Resource, visitReferences } from '@continuum/standards-fhir';
import { clinicalDomains, type Domain, domainOf, domainsNamedBy } from '@continuum/trust-access';
import { collectedOn } from '@continuum/trust-consent';
import { isUsager, usagersOf } from './row.ts';
import { spokenOf } from './spoken-of.data.ts';

/** Whose record a version is part of, what kind of information it is, and when it was collected. */
export interface Belonging {
  /** Id of the usager's Patient; `Type/id` of the resource itself when it is nobody's record. */
  owner: string;
  others: string[] | null;
  domain: Domain;
  /** Null: unknown, hidden by any refusal. */
  collected: Date | null;
}

export type Identified = Resource & { id: string };

/** Belongings by `Type/id`. */
export type Belongings = ReadonlyMap<string, Belonging>;

const referenceForm = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/;

/** `Type/id` of each reference, also when it is written as an address: to hide too much, never too little. */
function references(resource: Resource): string[] {
  const found = new Set<string>();
  visitReferences(resource, ({ reference }) => {
    const match = typeof reference === 'string' ? referenceForm.exec(reference) : null;
    if (match) found.add(`${match[1]}/${match[2]}`);
  });
  return [...found];
}

const patient = /^Patient\/(.+)$/;

/** Usagers that the resource itself names: its compartments (R4 CompartmentDefinition), then any reference. */
function named(resource: Identified, all: readonly string[]): string[] {
  if (resource.resourceType === 'Patient') return [resource.id];
  const direct = all.map(reference => patient.exec(reference)?.[1]).filter(id => id !== undefined);
  return [...new Set([...compartmentUsagers(resource), ...direct])];
}

const isOpen = (resource: Resource): boolean =>
  domainOf(resource, 'medication') !== domainOf(resource, 'laboratory');

/** References to what the resource speaks of, whose domain it takes when it has none of its own. */
function subjects(resource: Resource): string[] {
  const elements = isOpen(resource) ? (spokenOf[resource.resourceType] ?? []) : [];
  const part = Object.fromEntries(elements.map(element => [element, resource[element]]));
  return elements.some(element => element in resource)
    ? references({ resourceType: resource.resourceType, ...part })
    : [];
}

const isRegister = (reference: string): boolean =>
  domainsNamedBy(reference.slice(0, reference.indexOf('/'))).includes('registry');

/** What a resource says of whose information it is, read once. */
export interface Mentions {
  resource: Identified;
  /** Every `Type/id` it refers to. */
  all: readonly string[];
  /** Usagers it names. */
  usagers: readonly string[];
  /** What it speaks of, when that tells its domain. */
  subjects: readonly string[];
  /** What must be known of others before its belonging can be told. */
  needs: readonly string[];
}

/** Reads what a resource mentions. */
export function mentionsOf(resource: Identified): Mentions {
  const all = references(resource);
  const usagers = named(resource, all);
  const about = subjects(resource);
  const wanted = usagers.length === 0 ? all.filter(reference => !isRegister(reference)) : [];
  return { resource, all, usagers, subjects: about, needs: [...new Set([...wanted, ...about])] };
}

/** Who wrote in the register is said with the register; what is clinical does not become identity by naming it. */
const inRegister = (type: string, domains: readonly Domain[]): Domain | undefined =>
  type === 'Provenance' ? (domains.find(domain => domain === 'identity') ?? domains[0]) : undefined;

/** The narrowest of several domains: a resource that speaks of several kinds is for those who see all. */
function narrowest(type: string, domains: readonly Domain[]): Domain | undefined {
  const clinical = [...new Set(domains.filter(domain => clinicalDomains.includes(domain)))];
  const closed = (['directive', 'audit', 'journal'] as const).find(domain => domains.includes(domain));
  return closed ?? (clinical.length > 1 ? 'summary' : clinical[0]) ?? inRegister(type, domains);
}

/** The earliest collection date of the clinical resources among those; unknown when one of theirs is. */
function earliest(of: readonly Belonging[]): Date | null {
  const dates = of.filter(({ domain }) => clinicalDomains.includes(domain)).map(({ collected }) => collected);
  if (dates.length === 0 || dates.includes(null)) return null;
  return new Date(Math.min(...dates.map(date => date!.getTime())));
}

/**
 * Tells the belonging of a resource. `known`: that of the resources in `needs`, as far as they exist;
 * `inherited`: the domain of a source that has a single one. A resource that names no usager belongs to
 * those whose information it refers to.
 */
export function belongingOf(mentions: Mentions, known: Belongings, inherited?: Domain): Belonging {
  const { resource, all, usagers: own, subjects: about } = mentions;
  const present = (list: readonly string[]) => list.map(r => known.get(r)).filter(b => b !== undefined);
  const referred = own.length === 0 ? present(all) : [];
  const spoken = present(about);
  const usagers =
    own.length > 0 ? own : [...new Set(referred.filter(b => isUsager(b.owner)).flatMap(usagersOf))];
  const [owner, ...others] = usagers;
  const base = spoken.length > 0 ? spoken : referred;
  return {
    owner: owner ?? `${resource.resourceType}/${resource.id}`,
    others: others.length > 0 ? others : null,
    domain: domainOf(
      resource,
      narrowest(
        resource.resourceType,
        spoken.map(({ domain }) => domain),
      ) ?? inherited,
    ),
    collected: collectedOn(resource) ?? earliest(base),
  };
}

/** Never later than an earlier version's: a correction does not take information out of a refusal. */
export function collectedFrom(
  before: Pick<Belonging, 'collected'> | undefined,
  collected: Date | null,
): Date | null {
  if (!before) return collected;
  if (before.collected === null || collected === null) return null;
  return before.collected < collected ? before.collected : collected;
}
