import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server's process that said that it is ready. */
export interface Launched {
  child: ChildProcess;
  /** What it printed so far. */
  output(): string;
}

const running = new Map<ChildProcess, () => string>();

/** What each server that runs now printed last, once it was ready. */
export const lastWordsOfServers = (lines: number): string[] =>
  [...running.values()].flatMap(output =>
    (output().split('Continuum ready on ')[1] ?? output()).trimEnd().split('\n').slice(-lines),
  );

/** Whoever is ended while their server starts, or before they had it in hand, takes it along. */
process.once('SIGTERM', () => {
  for (const child of running.keys()) child.kill('SIGINT');
  process.exit(143);
});

const program = ['--disable-warning=ExperimentalWarning', 'apps/cli/main.ts', 'start', '--no-build'];

/**
 * Starts the server as an operator does; resolves once it says that it is ready, rejects with what it printed when it
 * ends before.
 * @param options of Node itself, such as `--cpu-prof`.
 * @param spawned is told the process at once, before it is ready.
 */
export async function launch(
  environment: NodeJS.ProcessEnv,
  options: readonly string[] = [],
  spawned: (pid: number) => void = () => undefined,
): Promise<Launched> {
  const child = spawn(process.execPath, [...options, ...program], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) spawned(child.pid);
  let printed = '';
  running.set(child, () => printed);
  child.once('exit', () => running.delete(child));
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      if (printed.includes('Continuum ready on ')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', code => reject(new Error(`the server ended with ${code}:\n${printed}`)));
  });
  await ready;
  return { child, output: () => printed };
}

/** Resolves once the process has ended. */
export async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Ctrl-C, once: resolves with the exit code when the process has ended. */
export async function interrupt(child: ChildProcess): Promise<number | null> {
  child.kill('SIGINT');
  await exited(child);
  return child.exitCode;
}
