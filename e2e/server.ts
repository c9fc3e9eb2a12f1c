import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A free port of this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

export interface Identity {
  userName: string;
  name: string;
  kind: string;
  pin?: string;
  password?: string;
  nam?: string;
}

/** A data folder that PostgreSQL's own user can enter when root runs the tests: the database then lives in it. */
export function newDataFolder(): string {
  const data = mkdtempSync(join(tmpdir(), 'continuum-e2e-'));
  chmodSync(data, 0o711);
  return data;
}

/** The server as an operator runs it: its own process, its own data folder and ports. */
export interface RunningServer {
  url: string;
  /** Of the server's own process. */
  pid(): number;
  mllpPort: number;
  tlsPort: number;
  data: string;
  environment: NodeJS.ProcessEnv;
  /** What it printed so far. */
  output(): string;
  identity(userName: string): Identity;
  /** The server's own process, killed without a chance to say anything. */
  kill(): Promise<void>;
  /** Ctrl-C, once: resolves with the exit code when the process has ended. */
  stop(): Promise<number | null>;
  /** The same data and ports, after a stop or a kill. */
  restart(): Promise<void>;
  /** Ctrl-C, then its data are removed. */
  end(): Promise<void>;
}

const program = ['--disable-warning=ExperimentalWarning', 'apps/cli/main.ts', 'start', '--no-build'];

/** Starts the process; resolves once it says that it is ready, rejects with what it printed when it ends before. */
async function launch(
  environment: NodeJS.ProcessEnv,
  options: readonly string[],
): Promise<{ child: ChildProcess; output(): string }> {
  const child = spawn(process.execPath, [...options, ...program], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
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

const exited = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

/**
 * Starts Continuum in its demonstration on free ports, in a new data folder, with few people.
 * @param options of Node itself, such as `--cpu-prof`.
 */
export async function startContinuum(
  settings: NodeJS.ProcessEnv = {},
  options: readonly string[] = [],
): Promise<RunningServer> {
  const data = settings.CONTINUUM_DATA ?? newDataFolder();
  const [port, mllpPort, tlsPort] = [await freePort(), await freePort(), await freePort()];
  const environment = {
    ...process.env,
    PORT: String(port),
    MLLP_PORT: String(mllpPort),
    TLS_PORT: String(tlsPort),
    CONTINUUM_DATA: data,
    CONTINUUM_DEMO_PEOPLE: '12',
    ...settings,
  };
  let running = await launch(environment, options);
  return {
    url: `http://localhost:${port}`,
    pid: () => running.child.pid!,
    mllpPort,
    tlsPort,
    data,
    environment,
    output: () => running.output(),
    identity(userName) {
      const all = JSON.parse(readFileSync(join(data, 'demo', 'identities.json'), 'utf8')) as Identity[];
      return all.find(identity => identity.userName === userName)!;
    },
    async kill() {
      running.child.kill('SIGKILL');
      await exited(running.child);
    },
    async stop() {
      running.child.kill('SIGINT');
      await exited(running.child);
      return running.child.exitCode;
    },
    async restart() {
      await exited(running.child);
      running = await launch(environment, options);
    },
    async end() {
      running.child.kill('SIGINT');
      await exited(running.child);
      // A folder that the test brought is the test's to remove.
      if (!settings.CONTINUUM_DATA) rmSync(data, { recursive: true, force: true });
    },
  };
}
