import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of published vectors, from the folder named by `CONTINUUM_FIXTURES`; undefined without one. */
export function readVectors<T>(path: string): T | undefined {
  const folder = process.env.CONTINUUM_FIXTURES;
  if (!folder) return undefined;
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as T;
}
