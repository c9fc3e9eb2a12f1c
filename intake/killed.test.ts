import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, openGate } from '@continuum/record-gate';
import { createPatients } from '@continuum/registries-patient';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createIntake } from './index.ts';

const hospital: Actor = {
  kind: 'system',
  id: 'Device/hopital',
  name: 'hopital',
  profile: 'hospital-system',
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: '1' },
};
const origin = { request: 'r', address: '::1', channel: 'fhir' };
const script = fileURLToPath(new URL('./testing/receive-all.ts', import.meta.url));

/** Runs the receiving process and kills it once it has acknowledged that many deposits. */
async function receiveUntilKilled(arguments_: string[], enough: number): Promise<string[]> {
  const child = spawn(process.execPath, [script, ...arguments_], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on('line', line => {
    acknowledged.push(line);
    if (acknowledged.length === enough) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return acknowledged;
}

it('every deposit that a killed process had kept is in the record exactly once after recovery', async () => {
  const data = await mkdtemp(join(tmpdir(), 'killed-'));
  const database = await testDatabase(migrations);
  const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const intake = createIntake({
    gate,
    patients: createPatients({ gate, service: database.service }),
    mappers: [],
  });
  const access = gate.open(hospital, usualPurpose(hospital.profile), origin);
  await access.write([{ verb: 'upsert', resource: { resourceType: 'Patient', id: 'marc' } }]);
  const acknowledged = await receiveUntilKilled([database.url, data, 'marc', '1000'], 100);
  await intake.recover();

  const rows = await database.asOwner<{ id: string; state: string; written: number }>(
    `SELECT d.id, d.state, (SELECT count(*)::int FROM record.resource r
                             WHERE r.deposit = d.id AND r.type = 'Observation') AS written FROM record.deposit d`,
  );
  expect(rows.length).toBeGreaterThanOrEqual(acknowledged.length);
  expect(rows.filter(({ state, written }) => state !== 'stored' || written !== 1)).toEqual([]);
  const kept = new Set(rows.map(({ id }) => id));
  expect(acknowledged.filter(id => !kept.has(id))).toEqual([]);
  await gate.close();
  await database.drop();
  await rm(data, { recursive: true });
}, 60_000);
