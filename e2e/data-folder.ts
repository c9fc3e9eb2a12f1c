import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A data folder that PostgreSQL's own user can enter when root runs the tests: the database then lives in it. */
export function newDataFolder(what = 'e2e'): string {
  const data = mkdtempSync(join(tmpdir(), `continuum-${what}-`));
  chmodSync(data, 0o711);
  return data;
}
