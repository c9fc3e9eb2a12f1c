import { readdirSync, readFileSync } from 'node:fs';
import type { Resource } from '../resource.ts';

/** Resources by file name: this room's own, and those of the folder of real inputs when there is one. */
export function ownFixtures(): [string, Resource][] {
  return resourcesOf(new URL('../fixtures/', import.meta.url));
}

/** The official R4 examples; none without `CONTINUUM_FIXTURES`. */
export function officialExamples(): [string, Resource][] {
  const folder = process.env.CONTINUUM_FIXTURES;
  return folder ? resourcesOf(`${folder}/fhir-examples/`) : [];
}

/** One of this room's own, fresh. */
export function fixture(name: string): Resource {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

function resourcesOf(folder: URL | string): [string, Resource][] {
  const files = readdirSync(folder).filter(file => file.endsWith('.json'));
  return files.map(file => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(typeof folder === 'string' ? folder + file : new URL(file, folder), 'utf8')),
  ]);
}
