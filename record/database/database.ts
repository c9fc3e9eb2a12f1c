import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { type Connection, connectionOf, withClient } from './connection.ts';
import { openCluster } from './embedded/cluster.ts';
import { createJobs } from './jobs.ts';
import { migrate } from './migrator.ts';
import { createPool, type Pool } from './pool.ts';
import { loginOf } from './roles.ts';
import { databaseSecret } from './secret.ts';
import { DatabaseProblem } from './unavailable.ts';

export interface DatabaseOptions {
  /** An external PostgreSQL 15 or later; without it, the embedded one. */
  url?: string;
  /** `CONTINUUM_DATA`. */
  data: string;
  log: Logger;
  /**
   * Embedded only. `own` (default): the data folder belongs to this process, and a second one is refused.
   * `share`: a tool beside a running server joins it, and owns it only when nobody does.
   */
  mode?: 'own' | 'share';
  connections?: { record?: number; journal?: number; service?: number };
  /** The longest a read of the record may run, in milliseconds. */
  readMs?: number;
}

/** The opened database. */
export interface Database {
  /** The record's schema and role: for `record/*` alone. */
  record: Pool;
  /**
   * The record's role again, a few connections for the journal alone: however many searches run, an access
   * is journalled without waiting behind them.
   */
  journal: Pool;
  /** Everyone else's own tables. */
  service: Pool;
  /** Durable jobs, started by the first call. */
  jobs(): Promise<PgBoss>;
  /** Applies what is missing of each folder of `NNN-name.sql`, in the order given. Before anything else. */
  migrate(migrations: readonly URL[]): Promise<void>;
  /** Ends pools and jobs, and stops the PostgreSQL that this process owns. May be called again. */
  close(): Promise<void>;
}

/** The pools and the migrator over a reachable server. */
export function databaseOn(
  owner: Connection,
  secret: string,
  { log, connections, readMs }: Pick<DatabaseOptions, 'log' | 'connections' | 'readMs'>,
  stop: () => Promise<void> = async () => undefined,
): Database {
  const record = loginOf('continuum_record', owner, secret);
  const service = loginOf('continuum_service', owner, secret);
  const pools = {
    record: createPool(record, { connections: connections?.record ?? 16, readMs }, log),
    journal: createPool(record, { connections: connections?.journal ?? 4 }, log),
    service: createPool(service, { connections: connections?.service ?? 8 }, log),
  };
  const jobs = createJobs(service, log);
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    await jobs.stop();
    await Promise.all(Object.values(pools).map(pool => pool.close()));
    await stop();
  };
  return {
    ...pools,
    jobs: () => jobs.start(),
    migrate: migrations => migrate(owner, secret, migrations),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

async function refuseOld(owner: Connection): Promise<void> {
  const version = await withClient(owner, async client => {
    const { rows } = await client.query('SHOW server_version_num');
    return Number(rows[0].server_version_num);
  }).catch(cause => {
    const message = `DATABASE_URL: no answer from PostgreSQL at ${owner.host}:${owner.port} (${reasonOf(cause)}).`;
    throw new DatabaseProblem(message, { setting: 'DATABASE_URL', cause });
  });
  if (version >= 150_000) return;
  throw new DatabaseProblem('DATABASE_URL: PostgreSQL 15 or later is needed.', { setting: 'DATABASE_URL' });
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);

const faults: Record<string, string> = {
  EACCES: 'is closed to this user',
  EPERM: 'is closed to this user',
  EROFS: 'is on a read-only disk',
  ENOSPC: 'is on a full disk',
  EDQUOT: 'is on a full disk',
  ENOENT: 'cannot be made',
  ENOTDIR: 'is not a folder',
  EEXIST: 'is not a folder',
};

function unusable(data: string, error: unknown): unknown {
  const fault = faults[(error as { code?: string }).code ?? ''];
  if (!fault) return error;
  const message = `CONTINUUM_DATA: ${data} ${fault}.`;
  return new DatabaseProblem(message, { setting: 'CONTINUUM_DATA', cause: error });
}

async function secretIn(data: string): Promise<string> {
  // Its keys are closed to others; the folder itself must be passable to PostgreSQL's own user.
  await mkdir(data, { recursive: true, mode: 0o711 });
  return databaseSecret(data);
}

async function openExternal(url: string, options: DatabaseOptions): Promise<Database> {
  const owner = connectionOf(url);
  await refuseOld(owner);
  return databaseOn(owner, owner.password ?? (await databaseSecret(options.data)), options);
}

/**
 * Opens the external PostgreSQL of `url`, or starts (or adopts) the embedded one of the data folder.
 * Throws `DatabaseProblem`, one line to print, when a person must mend something.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const data = resolve(options.data);
  if (options.url) return openExternal(options.url, { ...options, data });
  const secret = await secretIn(data).catch(error => Promise.reject(unusable(data, error)));
  const cluster = await openCluster({ data, secret, log: options.log, mode: options.mode ?? 'own' }).catch(
    error => Promise.reject(unusable(data, error)),
  );
  return databaseOn(cluster.owner, secret, options, cluster.close);
}
