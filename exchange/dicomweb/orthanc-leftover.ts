import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const patience = 10_000;
const step = 50;

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
  } catch {
    return ''; // no such process
  }
}

function pidIn(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined; // never started here, or stopped cleanly
  }
}

/** Asks a process to end, then makes it. Resolves when it is gone. */
export async function stop(pid: number, isThere: () => boolean): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    if (isThere()) process.kill(pid, name);
  };
  signal('SIGTERM');
  for (let waited = 0; isThere() && waited < patience; waited += step) await wait(step);
  signal('SIGKILL');
  while (isThere()) await wait(step);
}

/**
 * Stops the Orthanc that a killed server left behind. It is ours only when its command line names our
 * configuration file: the number may have gone to another process since.
 */
export async function stopLeftover(pidFile: string, configuration: string): Promise<void> {
  const pid = pidIn(pidFile);
  if (pid !== undefined) await stop(pid, () => commandOf(pid).includes(configuration));
  rmSync(pidFile, { force: true });
}
