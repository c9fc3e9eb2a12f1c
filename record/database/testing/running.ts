import { resolve } from 'node:path';
import pg from 'pg';
import { ownerName } from '../embedded/launch.ts';
import { runningOn } from '../embedded/leftover.ts';
import { placeOf } from '../embedded/place.ts';
import { databaseSecret, derived } from '../secret.ts';

export type OwnerConnection = Pick<pg.Client, 'query' | 'end'>;

/** The embedded PostgreSQL of a running server, from outside: for tests that do to it what nobody should. */
export interface RunningDatabase {
  /** As the owner, past every right. Whoever connects ends it. */
  connect(): Promise<OwnerConnection>;
  /** PostgreSQL's own data folder. */
  cluster: string;
  /** The process that runs on it now. */
  pid(): Promise<number | undefined>;
}

/** Finds the embedded PostgreSQL of `CONTINUUM_DATA`. */
export async function runningDatabase(data: string): Promise<RunningDatabase> {
  const { cluster, socket } = await placeOf(resolve(data));
  const password = derived(await databaseSecret(resolve(data)), 'password owner');
  const owner = { host: socket, port: 5432, database: 'continuum', user: ownerName, password };
  return {
    async connect() {
      const client = new pg.Client(owner);
      // The tests end the server under it on purpose.
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    cluster,
    pid: () => runningOn(cluster),
  };
}
