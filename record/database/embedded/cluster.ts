import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { type Connection, withClient } from '../connection.ts';
import { derived } from '../secret.ts';
import { DatabaseProblem } from '../unavailable.ts';
import { type Binaries, reachableBinaries } from './binaries.ts';
import { buildOf, explained, initialise, type Launched, launch, ownerName } from './launch.ts';
import { runningOn, stopServer } from './leftover.ts';
import { stopOrphans } from './orphan.ts';
import { type Place, placeOf } from './place.ts';

/** A running embedded PostgreSQL. */
export interface Cluster {
  /** As the owner, on the database `continuum`. */
  owner: Connection;
  close(): Promise<void>;
}

export interface ClusterOptions {
  data: string;
  secret: string;
  log: Logger;
  mode: 'own' | 'share';
}

interface Start {
  place: Place;
  binaries: Binaries;
  admin: Connection;
  log: Logger;
  /** Of the latest raise. */
  watch?: Watch;
}

/** A connection to the running server; `holds`: it has the one lock that says whose server this is. */
interface Held {
  client: pg.Client;
  holds: boolean;
  build: string;
}

const patienceMs = 60_000;

/** Undefined while the server starts, recovers or stops. */
async function reach(admin: Connection): Promise<pg.Client | undefined> {
  const client = new pg.Client({ ...admin, connectionTimeoutMillis: 5_000, keepAlive: true });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') return undefined;
    const message = `The database does not know this installation: keys/database of the data folder was replaced.`;
    throw new DatabaseProblem(message, { cause: error });
  }
}

/**
 * The owner of a cluster holds a lock inside it for as long as it lives: the lock ends with its connection,
 * whatever happened to the process, and two starts cannot both have it.
 */
async function claim(client: pg.Client): Promise<Held> {
  const { rows } = await client.query(
    `SELECT pg_try_advisory_lock(hashtextextended('continuum owner', 0)) AS holds,
            current_setting('continuum.build', true) AS build`,
  );
  return { client, ...rows[0] };
}

interface Watch {
  launched?: Launched;
  /** What a server that ended by itself said. */
  said?: string;
}

const passing =
  /lock file .* already exists|shared memory block|is the server already running|another server might be running/i;

/** Starts the server when none runs. An early end is passing (another start was faster) or final. */
async function ensureRunning(start: Start, watch: Watch): Promise<void> {
  if (watch.said !== undefined) {
    if (!passing.test(watch.said)) throw explained(start.place, watch.said);
    watch.launched = undefined;
    watch.said = undefined;
  }
  if (watch.launched || (await runningOn(start.place.cluster)) !== undefined) return;
  const launched = await launch(start.place, start.binaries);
  watch.launched = launched;
  void launched.ended.then(said => {
    if (watch.launched === launched) watch.said = said;
  });
}

/** Reaches the server, starting it as often as needed until it answers. */
async function raise(start: Start): Promise<Held> {
  const watch: Watch = {};
  start.watch = watch;
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    await ensureRunning(start, watch);
    const client = await reach(start.admin);
    if (client) return claim(client);
    await pause(25);
  }
  throw new DatabaseProblem(
    `PostgreSQL did not answer within ${patienceMs / 1000} s: see ${start.place.folder}/log.`,
  );
}

/** A server left behind by another version, or with other settings, is restarted rather than adopted. */
async function raiseOwn(start: Start): Promise<Held> {
  const held = await raise(start);
  if (!held.holds || held.build === buildOf(start.place, start.binaries)) return held;
  start.log.info('restarting the PostgreSQL that an earlier version left behind');
  await halt(start, held);
  return raise(start);
}

async function halt({ place }: Start, { client }: Held): Promise<void> {
  await client.end().catch(() => undefined);
  const pid = await runningOn(place.cluster);
  if (pid !== undefined) await stopServer(pid);
}

async function leave(start: Start, held: Held): Promise<void> {
  await halt(start, held);
  // A socket's folder outside the place is made anew by the next start.
  if (!start.place.socket.startsWith(start.place.folder))
    await rm(start.place.socket, { recursive: true, force: true });
}

/**
 * While this process lives its PostgreSQL does too: when the lock's connection breaks, the server is raised
 * again and the lock retaken.
 */
function supervise(start: Start, first: Held): () => Promise<void> {
  let held = first;
  let closing = false;
  let raising: Promise<void> = Promise.resolve();
  const watch = () =>
    held.client.once('end', () => {
      if (!closing) raising = recover();
    });
  const recover = async (): Promise<void> => {
    start.log.error('PostgreSQL ended; starting it again');
    while (!closing) {
      try {
        held = await raise(start);
        if (!held.holds) start.log.error('another process took the database of this data folder');
        else start.log.info('PostgreSQL answers again');
        watch();
        return;
      } catch (error) {
        start.log.error({ err: error }, 'PostgreSQL could not be started again; trying once more');
        await pause(2_000, undefined, { ref: false });
      }
    }
  };
  watch();
  return async () => {
    closing = true;
    await raising;
    if (held.holds) await leave(start, held);
    else await held.client.end().catch(() => undefined);
  };
}

/** A start that fails takes along the server that it launched itself; one that ran before stays. */
async function stopOrphan({ place, watch }: Start, error: unknown): Promise<never> {
  const pid = watch?.launched && watch.said === undefined ? await runningOn(place.cluster) : undefined;
  if (pid !== undefined) await stopServer(pid);
  throw error;
}

async function ensureDatabase(admin: Connection, database: string): Promise<void> {
  await withClient(admin, async client => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (!rowCount) await client.query(`CREATE DATABASE ${database}`);
  });
}

/**
 * Starts the embedded PostgreSQL of a data folder, or adopts the one that a killed process left behind.
 * Throws `DatabaseProblem` when another process owns it (`own`), or when it cannot start.
 */
export async function openCluster({ data, secret, log, mode }: ClusterOptions): Promise<Cluster> {
  await stopOrphans(log);
  const place = await placeOf(data);
  const binaries = await reachableBinaries(place.account, place.shelf);
  const password = derived(secret, 'password owner');
  await initialise(place, binaries, password);
  const admin = { host: place.socket, port: 5432, database: 'postgres', user: ownerName, password };
  const start = { place, binaries, admin, log };
  const held = await raiseOwn(start).catch(error => stopOrphan(start, error));
  if (!held.holds && mode === 'own') {
    await held.client.end();
    throw new DatabaseProblem(
      `Another Continuum is running on the data folder ${data}: stop it, or set CONTINUUM_DATA.`,
      { setting: 'CONTINUUM_DATA' },
    );
  }
  await ensureDatabase(admin, 'continuum');
  return { owner: { ...admin, database: 'continuum' }, close: supervise(start, held) };
}
