import { createHmac, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret from which the database's passwords are derived, made on first use.
 * Written to a file of its own and linked into place, so that two processes starting together agree.
 */
export async function databaseSecret(data: string): Promise<string> {
  const folder = join(data, 'keys');
  const file = join(folder, 'database');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
  await link(draft, file).catch(ignoreExisting);
  await rm(draft);
  await chmod(file, 0o600);
  return (await readFile(file, 'utf8')).trim();
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** One secret, many purposes: each gets a value from which neither the secret nor the others can be found. */
export function derived(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(`continuum database ${purpose}`).digest('hex');
}
