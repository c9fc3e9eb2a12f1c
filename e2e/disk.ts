import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A small disk of its own, in memory, mounted on a folder. Only root can make one. */
export interface SmallDisk {
  fill(): void;
  /** Frees what `fill` took. */
  free(): void;
  remove(): void;
}

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** Undefined where the machine does not let one be made. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  const options = `size=${megabytes}m,mode=711`;
  if (process.getuid?.() !== 0 || !run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder))
    return undefined;
  const filler = join(folder, 'filler');
  return {
    fill() {
      const file = openSync(filler, 'a');
      const block = Buffer.alloc(4096, 1);
      try {
        for (;;) writeSync(file, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => void run('umount', '-l', folder),
  };
}
