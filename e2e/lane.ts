import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { interrupt, launch } from './launch.ts';
import type { Ports } from './ports.ts';

/** What one worker of a run of journeys has to itself, for one journey after the other. */
export interface Lane {
  ports: Ports;
  /** Made by the first journey that needs it. */
  folder: string;
}

/** How `lanes.ts` hands them to the workers. */
export const lanesVariable = 'CONTINUUM_LANES';

/** The lane of this worker; undefined outside of a run of journeys. */
export function ownLane(): Lane | undefined {
  const lanes = JSON.parse(process.env[lanesVariable] ?? '[]') as Lane[];
  return lanes[Number(process.env.VITEST_POOL_ID) - 1];
}

const pidFile = ({ folder }: Lane): string => join(folder, 'server.pid');

/** Notes which process has the lane's ports. */
export const occupying =
  (lane: Lane) =>
  (pid: number): void => {
    mkdirSync(lane.folder, { recursive: true });
    writeFileSync(pidFile(lane), String(pid));
  };

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Resolves once nobody has the lane's ports. A journey that failed before it had its server in hand leaves it behind,
 * asked to end: it finishes starting, then stops. The next journey is not to fail for that.
 */
async function vacated(lane: Lane): Promise<void> {
  const pid = existsSync(pidFile(lane)) ? Number(readFileSync(pidFile(lane), 'utf8')) : undefined;
  while (pid !== undefined && isAlive(pid)) await pause(50);
}

/** Loads it once, as the first start does, and stops: what lies in the folder is then whole. */
async function load(lane: Lane, environment: NodeJS.ProcessEnv, folder: string): Promise<void> {
  // What a load that did not come to its end left is no beginning.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const { child, output } = await launch({ ...environment, CONTINUUM_DATA: folder }, [], occupying(lane));
  const code = await interrupt(child);
  if (code !== 0) throw new Error(`the demonstration’s server ended with ${code}:\n${output()}`);
}

/**
 * Puts the lane's demonstration in a data folder. It was loaded on the ports on which the copy will run: its addresses
 * are in what it holds, in pictures' places and in certificates.
 * @param environment with which it is loaded, when this is the first journey of its lane.
 */
export async function putDemonstration(
  lane: Lane,
  environment: NodeJS.ProcessEnv,
  data: string,
): Promise<void> {
  await vacated(lane);
  const demonstration = join(lane.folder, 'demonstration');
  if (!existsSync(demonstration)) {
    const loading = join(lane.folder, 'loading');
    await load(lane, environment, loading);
    renameSync(loading, demonstration);
  }
  // The database of a folder that PostgreSQL's user cannot enter lies elsewhere: then each start loads its own.
  if (existsSync(join(demonstration, 'postgres.json'))) return;
  // With their owners: the database is another user's when root runs the tests.
  const { status, stderr } = spawnSync('cp', ['-a', `${demonstration}/.`, data]);
  if (status !== 0) throw new Error(`the demonstration could not be copied: ${stderr}`);
}
