import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Pool } from '@continuum/record-database';

/** A running bare server. */
export interface Bare {
  url: string;
  close(): Promise<void>;
}

/**
 * Copies the population's bodies into a table of their own, and starts a bare Node server on it: `node:http`, the driver, one
 * prepared statement a request with a durable line in it. It shows what this stack reaches at best on this machine.
 */
export async function startBare(record: Pool, data: string): Promise<Bare> {
  await record.transaction(async tx => {
    await tx.query('SET LOCAL statement_timeout = 0');
    await tx.query('SELECT bench.fill_bare()');
  });
  const program = fileURLToPath(new URL('./server.ts', import.meta.url));
  const child = spawn(process.execPath, [program, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const url = String(printed).trim();
  if (!url.startsWith('http')) throw new Error(`the bare server ended with ${url}`);
  return {
    url,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
