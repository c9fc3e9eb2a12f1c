import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { runningOn, stopServer } from './leftover.ts';
import { pointed, shelfOfRoot } from './place.ts';

async function ownerOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'data.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).data;
}

async function clear(folder: string, log: Logger): Promise<void> {
  const data = await ownerOf(folder);
  if (data === undefined || (await pointed(data)) === folder) return;
  const pid = await runningOn(join(folder, 'cluster'));
  if (pid === undefined) return;
  log.warn({ folder, data }, 'stopping a database whose data folder is gone; remove it when you are sure');
  await stopServer(pid);
}

/**
 * A data folder that was removed while its process was killed leaves a PostgreSQL running under
 * `/var/lib/continuum` that nobody will ever adopt: it is stopped. What it holds stays, for a person to remove.
 */
export async function stopOrphans(log: Logger): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const names = await readdir(shelfOfRoot).catch(() => []);
  for (const name of names) await clear(join(shelfOfRoot, name), log);
}
