import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `continuum <args>` to its end. */
export async function continuum(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Finished> {
  const node = ['--disable-warning=ExperimentalWarning', 'apps/cli/main.ts', ...args];
  const child = spawn(process.execPath, node, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', chunk => {
    stdout += chunk;
  });
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

/** A bearer token of a demonstration system, as anyone gets one. */
export async function token(client: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await continuum(['token', client], environment);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').at(-1)!;
}
