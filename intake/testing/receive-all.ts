import { openDatabase } from '@continuum/record-database';
import { migrations, openGate } from '@continuum/record-gate';
import { createPatients } from '@continuum/registries-patient';
import type { Actor } from '@continuum/trust-access';
import { pino } from 'pino';
import { createIntake } from '../index.ts';

/*
 * A process of its own, to be killed while it receives: `receive-all.ts <database url> <data folder> <usager> <how many>`.
 * It prints the id of each deposit once it is acknowledged as stored.
 */
const [url = '', data = '', usager = '', many = '0'] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const database = await openDatabase({ url, data, log });
await database.migrate(migrations);
const gate = openGate({ database, data, log });
const patients = createPatients({ gate, service: database.service });
const intake = createIntake({ gate, patients, mappers: [] });

const actor: Actor = {
  kind: 'system',
  id: 'Device/labo',
  name: 'labo',
  profile: 'laboratory-system',
  source: { id: 'labo', registersUsagers: false },
  credential: { kind: 'client-assertion', id: 'labo' },
};

async function receive(number: number): Promise<void> {
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: `n° ${number}` },
    subject: { reference: `Patient/${usager}` },
  };
  const { deposit, state } = await intake.receive({
    format: 'fhir',
    contentType: 'application/fhir+json',
    original: new TextEncoder().encode(JSON.stringify(observation)),
    request: { method: 'POST', url: 'Observation' },
    key: String(number),
    actor,
    origin: { request: String(number), address: '::1', channel: 'fhir' },
  });
  if (state === 'stored') process.stdout.write(`${deposit}\n`);
}

let next = 0;
const worker = async () => {
  while (next < Number(many)) await receive(next++);
};
await Promise.all(Array.from({ length: 8 }, worker));
await gate.close();
await database.close();
