import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Pool } from '@continuum/record-database';
import type { Resource } from '@continuum/standards-fhir';
import { isTerminology, takeResource } from './from-resource.ts';
import { canadaLoader } from './load-canada.ts';
import { loincConcepts, loincHead } from './load-loinc.ts';
import { loadSnomed } from './load-snomed.ts';
import { loadStream, type Progress } from './load-system.ts';
import { headerOf } from './read-csv.ts';
import { UnknownTerminology } from './unknown-terminology.ts';

type Service = Pick<Pool, 'query' | 'transaction'>;

/** What was loaded: a line to print for each. */
export interface Loaded {
  url: string;
  count: number;
}

const takes =
  'load a FHIR CodeSystem, ValueSet, ConceptMap, NamingSystem or a Bundle of them (.json), Loinc.csv, ' +
  'the folder of a SNOMED CT RF2 snapshot, drug.txt of Health Canada’s DPD, or a CCDD release file (.csv).';

function resourcesOf(parsed: Resource): Resource[] {
  if (parsed.resourceType !== 'Bundle') return [parsed];
  const entries = (parsed.entry ?? []) as { resource?: Resource }[];
  return entries.flatMap(({ resource }) => (resource ? [resource] : []));
}

async function parse(path: string): Promise<Resource> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as Resource;
  } catch (cause) {
    throw new UnknownTerminology(path, `not JSON: ${(cause as Error).message}`, { cause });
  }
}

async function loadJson(service: Service, path: string, say: Progress): Promise<Loaded[]> {
  const resources = resourcesOf(await parse(path)).filter(({ resourceType }) => isTerminology(resourceType));
  if (resources.length === 0) throw new UnknownTerminology(path, takes);
  const loaded: Loaded[] = [];
  for (const resource of resources) {
    await service.transaction(async tx => {
      await tx.query('SET LOCAL statement_timeout = 0');
      await takeResource(tx, resource, `file:${basename(path)}`);
    });
    say(`${resource.resourceType} ${resource.url ?? resource.name}`);
    loaded.push({ url: String(resource.url ?? resource.name), count: 1 });
  }
  return loaded;
}

async function loadCsv(service: Service, path: string, version: string | undefined, say: Progress) {
  const header = await headerOf(path);
  const source = `file:${basename(path)}`;
  const found = header.includes('LOINC_NUM')
    ? { head: loincHead, concepts: loincConcepts(path) }
    : canadaLoader(path, header);
  if (!found) throw new UnknownTerminology(path, takes);
  const head = { ...found.head, source, version };
  return [{ url: head.url, count: await loadStream(service, head, found.concepts, say) }];
}

/**
 * Loads an official file, a batch a transaction. Running it again, also after it was broken off, gives the same: what
 * the file no longer has goes at its end. @throws UnknownTerminology
 */
export async function loadFile(
  service: Service,
  path: string,
  { version, say }: { version?: string | undefined; say: Progress },
): Promise<Loaded[]> {
  if ((await stat(path)).isDirectory()) return [await loadSnomed(service, path, version, say)];
  return path.toLowerCase().endsWith('.json')
    ? loadJson(service, path, say)
    : loadCsv(service, path, version, say);
}
