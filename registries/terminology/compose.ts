import type { Resource } from '@continuum/standards-fhir';
import type { System } from './concept.ts';
import type { Library } from './library.ts';
import { unknown, unusable } from './problem.ts';

/** `ValueSet.compose.include.filter`. */
export interface Filter {
  property: string;
  op: string;
  value: string;
}

export interface Listed {
  code: string;
  display?: string;
}

/** One include or exclude with what it names found. */
export interface Part {
  /** The address as the value set writes it. */
  url?: string;
  /** Absent when the code system is not here: then only codes that are listed can be told. */
  system?: System;
  concepts?: readonly Listed[];
  filters: readonly Filter[];
  /** All of these must have the code. */
  valueSets: readonly Composition[];
}

/** A value set with everything it names found. */
export interface Composition {
  url?: string;
  title?: string;
  includes: readonly Part[];
  excludes: readonly Part[];
  inactive: boolean;
}

interface WrittenPart {
  system?: string;
  version?: string;
  concept?: Listed[];
  filter?: Filter[];
  valueSet?: string[];
}

interface Compose {
  inactive?: boolean;
  include?: WrittenPart[];
  exclude?: WrittenPart[];
}

const implicitSnomed = /^(http:\/\/snomed\.info\/sct(?:\/[^?]*)?)\?fhir_vs(?:=(isa|ecl)\/(.+))?$/;

/** Value sets that need no resource (R4 4.3.1, SNOMED CT and LOINC). */
function implicit(url: string): Resource | undefined {
  const snomed = implicitSnomed.exec(url);
  const [, , kind, code] = snomed ?? [];
  if (kind === 'ecl') return undefined;
  const system = snomed
    ? 'http://snomed.info/sct'
    : url === 'http://loinc.org/vs'
      ? 'http://loinc.org'
      : undefined;
  if (system === undefined) return undefined;
  const filter = code === undefined ? {} : { filter: [{ property: 'concept', op: 'is-a', value: code }] };
  return { resourceType: 'ValueSet', url, compose: { include: [{ system, ...filter }] } };
}

const deepest = 20;

interface Circle {
  library: Library;
  /** The addresses that led here: a value set does not contain itself. */
  path: readonly string[];
}

async function nested({ library, path }: Circle, url: string): Promise<Composition> {
  if (path.includes(url)) throw unusable(`The value set ${url} contains itself.`);
  if (path.length >= deepest) throw unusable(`Value sets are nested more than ${deepest} deep.`);
  return compositionAt(library, url, path);
}

async function partOf(circle: Circle, written: WrittenPart): Promise<Part> {
  const { system: url, version, concept, filter = [], valueSet = [] } = written;
  if (url === undefined && valueSet.length === 0)
    throw unusable('An include of the value set names neither a system nor a value set.');
  const system =
    url === undefined ? undefined : await circle.library.system(version ? `${url}|${version}` : url);
  if (url !== undefined && !system && !concept) throw unknown('CodeSystem', url);
  const valueSets: Composition[] = [];
  for (const each of valueSet) valueSets.push(await nested(circle, each));
  return {
    ...(url === undefined ? {} : { url }),
    ...(system ? { system } : {}),
    ...(concept ? { concepts: concept.filter(({ code }) => typeof code === 'string') } : {}),
    filters: filter,
    valueSets,
  };
}

interface Contained {
  system?: string;
  code?: string;
  display?: string;
  contains?: Contained[];
}

/** Codes of an expansion that was sent: all that is known of a value set without a definition. */
function listed(contains: readonly Contained[]): Contained[] {
  return contains.flatMap(item => [item, ...listed(item.contains ?? [])]);
}

function fromExpansion({ expansion }: Resource): WrittenPart[] {
  const { contains = [] } = (expansion ?? {}) as { contains?: Contained[] };
  const bySystem = Map.groupBy(
    listed(contains).filter(({ code }) => code !== undefined),
    ({ system = '' }) => system,
  );
  return [...bySystem].map(([system, concept]) => ({ system, concept: concept as Listed[] }));
}

/** Finds everything that a value set names. @throws OperationProblem 404, 422 */
export async function compositionOf(
  library: Library,
  valueSet: Resource,
  path: readonly string[] = [],
): Promise<Composition> {
  const url = typeof valueSet.url === 'string' ? valueSet.url : undefined;
  const circle = { library, path: url === undefined ? path : [...path, url] };
  const compose = valueSet.compose as Compose | undefined;
  const parts = async (list: readonly WrittenPart[]) => {
    const found: Part[] = [];
    for (const written of list) found.push(await partOf(circle, written));
    return found;
  };
  return {
    ...(url === undefined ? {} : { url }),
    ...(typeof valueSet.title === 'string' ? { title: valueSet.title } : {}),
    includes: await parts(compose?.include ?? fromExpansion(valueSet)),
    excludes: await parts(compose?.exclude ?? []),
    inactive: compose?.inactive !== false,
  };
}

/** The value set of a canonical address. @throws OperationProblem 404, 422 */
export async function compositionAt(
  library: Library,
  url: string,
  path: readonly string[] = [],
): Promise<Composition> {
  const valueSet = implicit(url) ?? (await library.valueSet(url));
  if (!valueSet) throw unknown('ValueSet', url);
  return compositionOf(library, valueSet, path);
}
