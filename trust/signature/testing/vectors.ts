import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Published vectors of a folder of `CONTINUUM_FIXTURES`, file by file; none without one. */
export function readVectors<T>(folder: string): { file: string; vectors: T }[] {
  const fixtures = process.env.CONTINUUM_FIXTURES;
  if (!fixtures) return [];
  const path = join(fixtures, folder);
  return readdirSync(path)
    .filter(file => file.endsWith('.json'))
    .map(file => ({ file, vectors: JSON.parse(readFileSync(join(path, file), 'utf8')) as T }));
}
