import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
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

/** Loads it once, as the first start does, and stops: what lies in the folder is then whole. */
async function load(environment: NodeJS.ProcessEnv, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const { child, output } = await launch({ ...environment, CONTINUUM_DATA: folder });
  const code = await interrupt(child);
  if (code !== 0) throw new Error(`the demonstration’s server ended with ${code}:\n${output()}`);
}

/**
 * Puts the lane's demonstration in a data folder. It was loaded on the ports on which the copy will run: its addresses
 * are in what it holds, in pictures' places and in certificates.
 * @param environment with which it is loaded, when this is the first journey of its lane.
 */
export async function putDemonstration(
  { folder }: Lane,
  environment: NodeJS.ProcessEnv,
  data: string,
): Promise<void> {
  const demonstration = join(folder, 'demonstration');
  if (!existsSync(demonstration)) {
    const loading = join(folder, 'loading');
    await load(environment, loading);
    renameSync(loading, demonstration);
  }
  // The database of a folder that PostgreSQL's user cannot enter lies elsewhere: then each start loads its own.
  if (existsSync(join(demonstration, 'postgres.json'))) return;
  // With their owners: the database is another user's when root runs the tests.
  const { status, stderr } = spawnSync('cp', ['-a', `${demonstration}/.`, data]);
  if (status !== 0) throw new Error(`the demonstration could not be copied: ${stderr}`);
}
