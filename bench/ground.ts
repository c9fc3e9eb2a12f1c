import { type Database, openDatabase } from '@continuum/record-database';
import { pino } from 'pino';
import { token } from '../e2e/command-line.ts';
import { startContinuum } from '../e2e/server.ts';
import { startBare } from './bare/bare.ts';
import type { Ground } from './benches/bench.ts';
import { observation, sending } from './benches/observation.ts';
import { fetchOk, openClients, patientOf } from './client.ts';
import { type Counts, countRows, growPopulation, someNams } from './population.ts';
import { openRaw } from './raw.ts';

const people = 100;
const results = 200;
/** Connections for 64 runners, each of which may send five requests at once. */
const connections = 320;
/** Of the raw statements: more would only wait for two processors. */
const rawConnections = 16;

async function fillRecord(url: string, authorization: string, usager: string): Promise<void> {
  const entry = Array.from({ length: results }, (_, index) => ({
    resource: observation(usager, index),
    request: { method: 'POST', url: 'Observation' },
  }));
  const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  await fetchOk(`${url}/fhir/R4`, { method: 'POST', headers: sending(authorization), body });
}

export interface OpenGround extends Ground {
  /** The server’s, for what the bench wires by itself. */
  database: Database;
  counts: Counts;
  /** The same ground, of which the bare server answers the requests. */
  bare: Ground;
  close(): Promise<void>;
}

/**
 * A server of its own with a population of about that size, and whom the benches open: a record with 200 results.
 * @param profile a folder for the server's CPU profile.
 */
export async function openGround(
  usagers: number,
  say: (line: string) => void,
  profile?: string,
): Promise<OpenGround> {
  say(`Loading a demonstration of ${people} people…`);
  const settings = { CONTINUUM_DEMO_PEOPLE: String(people), LOG_LEVEL: 'warn' };
  const options = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const server = await startContinuum(settings, options);
  const database = await openDatabase({
    data: server.data,
    log: pino({ level: 'silent' }),
    mode: 'share',
    connections: { record: rawConnections },
  });
  await database.migrate([new URL('./migrations/', import.meta.url)]);
  const { record } = database;
  const bearer = async (client: string) => `Bearer ${await token(client, server.environment)}`;
  const usager = await patientOf(server, await bearer('dme-demo'), server.identity('mere-demo'));
  await growPopulation(record, usagers, say);
  await fillRecord(server.url, await bearer('labo-demo'), usager);
  const clients = openClients(server.url, connections);
  const bare = await startBare(record, server.data);
  const bareClients = openClients(bare.url, connections);
  const sending =
    ({ send }: ReturnType<typeof openClients>): Ground['send'] =>
    (runner, requests) =>
      Promise.all(requests.map((request, at) => send(runner * requests.length + at, request)));
  const ground = {
    server,
    database,
    record,
    raw: await openRaw(record),
    bearer,
    usager,
    nams: await someNams(record),
    counts: await countRows(record),
    send: sending(clients),
    async close() {
      await Promise.all([clients.close(), bareClients.close()]);
      await bare.close();
      await database.close();
      await server.end();
    },
  };
  return { ...ground, bare: { ...ground, server: { ...server, url: bare.url }, send: sending(bareClients) } };
}
