import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newDataFolder } from './data-folder.ts';
import { occupying, ownLane, putDemonstration } from './lane.ts';
import { exited, interrupt, launch } from './launch.ts';
import { freePorts } from './ports.ts';

export interface Identity {
  userName: string;
  name: string;
  kind: string;
  pin?: string;
  password?: string;
  nam?: string;
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

/**
 * Starts Continuum in its demonstration, with few people, in a new data folder. In a run of journeys the folder is a
 * copy of one that was loaded and stopped, unless the settings say where it is, or how many people there are.
 * @param options of Node itself, such as `--cpu-prof`.
 */
export async function startContinuum(
  settings: NodeJS.ProcessEnv = {},
  options: readonly string[] = [],
): Promise<RunningServer> {
  const isOwn = settings.CONTINUUM_DATA !== undefined || settings.CONTINUUM_DEMO_PEOPLE !== undefined;
  const lane = isOwn ? undefined : ownLane();
  const data = settings.CONTINUUM_DATA ?? newDataFolder();
  const ports = lane?.ports ?? (await freePorts());
  const usual = {
    ...process.env,
    PORT: String(ports.http),
    MLLP_PORT: String(ports.mllp),
    TLS_PORT: String(ports.tls),
    CONTINUUM_DEMO_PEOPLE: '12',
    // What waits until an entry is numbered, such as the proof of a signature, waits for a shorter time.
    ...(lane && { JOURNAL_SEQUENCE_SECONDS: '1' }),
  };
  if (lane) await putDemonstration(lane, usual, data);
  const environment: NodeJS.ProcessEnv = { ...usual, CONTINUUM_DATA: data, ...settings };
  const spawned = lane && occupying(lane);
  let running = await launch(environment, options, spawned);
  return {
    url: `http://localhost:${ports.http}`,
    pid: () => running.child.pid!,
    mllpPort: ports.mllp,
    tlsPort: ports.tls,
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
    stop: () => interrupt(running.child),
    async restart() {
      await exited(running.child);
      running = await launch(environment, options, spawned);
    },
    async end() {
      await interrupt(running.child);
      // A folder that the test brought is the test's to remove.
      if (!settings.CONTINUUM_DATA) rmSync(data, { recursive: true, force: true });
    },
  };
}
