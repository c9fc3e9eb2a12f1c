import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DatabaseProblem } from '../unavailable.ts';

const run = promisify(execFile);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** PostgreSQL works inside its data folder: a process that got the number by chance does not. */
async function worksIn(pid: number, cluster: string): Promise<boolean> {
  const folder = await realpath(cluster).catch(() => cluster);
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (cwd !== undefined) return cwd === folder;
  const command = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return command.stdout.includes('postgres') && command.stdout.includes(cluster);
}

/**
 * The process number of the PostgreSQL that runs on this cluster, from its pid file; a pid file whose process
 * is gone or is something else is removed, because PostgreSQL would refuse to start beside it.
 */
export async function runningOn(cluster: string): Promise<number | undefined> {
  const file = join(cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  if (isAlive(pid) && (await worksIn(pid, cluster))) return pid;
  await rm(file, { force: true });
  return undefined;
}

async function gone(pid: number, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await pause(20);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Stops that PostgreSQL: fast shutdown (sessions end, a checkpoint is written), then immediate; the
 * write-ahead log makes even that one safe.
 */
export async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await gone(pid, 30_000)) return;
  signal(pid, 'SIGQUIT');
  if (await gone(pid, 10_000)) return;
  throw new DatabaseProblem(`PostgreSQL (process ${pid}) does not stop.`);
}
