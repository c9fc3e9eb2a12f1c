import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { newDataFolder } from './data-folder.ts';
import { type Lane, lanesVariable } from './lane.ts';
import { freePorts } from './ports.ts';

/** For the whole run, each worker has ports of its own, and a folder for the demonstration that it loads for them. */
export default async function setup({ vitest }: TestProject): Promise<() => void> {
  const folder = newDataFolder('lanes');
  const lanes: Lane[] = [];
  for (let worker = 1; worker <= vitest.config.maxWorkers; worker++)
    lanes.push({ ports: await freePorts(), folder: join(folder, String(worker)) });
  process.env[lanesVariable] = JSON.stringify(lanes);
  return () => rmSync(folder, { recursive: true, force: true });
}
