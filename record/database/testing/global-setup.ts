import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import type { Connection } from '../connection.ts';
import { openCluster } from '../embedded/cluster.ts';
import { runningOn, stopServer } from '../embedded/leftover.ts';
import { databaseSecret } from '../secret.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's shared PostgreSQL, as its owner, and the secret of its logins. */
    continuumCluster: { owner: Connection; secret: string };
  }
}

const prefix = 'continuum-test-';

/** Folders of runs that were killed are taken away with the PostgreSQL that they left behind. */
async function clearAbandoned(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter(name => name.startsWith(prefix));
  for (const name of folders) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(pid)) await stopAndRemove(join(tmpdir(), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function stopAndRemove(data: string): Promise<void> {
  const pid = await runningOn(join(data, 'postgres', 'cluster'));
  try {
    if (pid !== undefined) await stopServer(pid);
    await rm(data, { recursive: true, force: true });
  } catch (error) {
    // Another user's run: theirs to clear.
    if (
      (error as NodeJS.ErrnoException).code !== 'EPERM' &&
      (error as NodeJS.ErrnoException).code !== 'EACCES'
    )
      throw error;
  }
}

/** One real PostgreSQL per run, durable as in production, shared by every test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAbandoned();
  const data = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  await chmod(data, 0o711);
  const secret = await databaseSecret(data);
  const cluster = await openCluster({ data, secret, log: pino({ level: 'warn' }), mode: 'own' });
  project.provide('continuumCluster', { owner: cluster.owner, secret });
  return async () => {
    await cluster.close();
    await rm(data, { recursive: true, force: true });
  };
}
