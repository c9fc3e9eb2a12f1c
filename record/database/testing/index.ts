import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { type Connection, withClient } from '../connection.ts';
import { type Database, databaseOn } from '../database.ts';
import { migrate, readMigrations, schemas } from '../migrator.ts';
import { type Changes, changesOf } from './changes.ts';
import type {} from './global-setup.ts';

export { type OwnerConnection, type RunningDatabase, runningDatabase } from './running.ts';

/** A database of the test's own, and the way to be its owner: for tests that do what no role may. */
export interface TestDatabase extends Database {
  /** Where it is, as its owner. */
  owner: Connection;
  /** The same as a `DATABASE_URL`, for a process of its own. */
  url: string;
  /** Looks, and again whenever somebody's commit touches `table` (`schema.name`), until there is something to give. */
  until<T>(table: string, look: () => Promise<T | undefined>): Promise<T>;
  /** Runs one statement as the owner, past every right. */
  asOwner<T = Record<string, unknown>>(text: string, values?: unknown[]): Promise<T[]>;
  /** A connection as the owner, for a transaction that stays open. */
  withOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

async function templateName(folders: readonly URL[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [schemas, ...folders])
    for (const { filename, md5 } of await readMigrations(folder)) hash.update(`${filename} ${md5}\n`);
  return `template_${hash.digest('hex').slice(0, 16)}`;
}

const hasDatabase = async (client: pg.Client, name: string): Promise<boolean> =>
  ((await client.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount ?? 0) > 0;

/** Migrated once per distinct list of migrations, whichever worker comes first. */
async function ensureTemplate(client: pg.Client, owner: Connection, secret: string, folders: readonly URL[]) {
  const name = await templateName(folders);
  await client.query(`SELECT pg_advisory_lock(hashtextextended($1, 0))`, ['continuum templates']);
  try {
    if (await hasDatabase(client, name)) return name;
    const draft = `${name}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft}`);
    await client.query(`CREATE DATABASE ${draft}`);
    await migrate({ ...owner, database: draft }, secret, folders);
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
    return name;
  } finally {
    await client.query(`SELECT pg_advisory_unlock(hashtextextended($1, 0))`, ['continuum templates']);
  }
}

async function dropDatabase(owner: Connection, name: string): Promise<void> {
  await withClient({ ...owner, database: 'postgres' }, client =>
    client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  );
}

const toUrl = ({ host, port, user, password = '', database }: Connection): string =>
  `postgresql://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;

/**
 * A fresh, migrated database on the run's PostgreSQL, cloned from a template. Call `drop()` when done.
 * Needs `record/database/testing/global-setup.ts` as vitest's global setup.
 */
export async function testDatabase(
  migrations: readonly URL[],
  options: { readMs?: number } = {},
): Promise<TestDatabase> {
  const { owner, secret } = inject('continuumCluster');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withClient({ ...owner, database: 'postgres' }, async client => {
    const template = await ensureTemplate(client, owner, secret, migrations);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const own = { ...owner, database: name };
  const log = pino({ level: 'error' });
  const database = databaseOn(own, secret, {
    log,
    connections: { record: 6, journal: 3, service: 4 },
    ...options,
  });
  const told = new Map<string, Promise<Changes>>();
  return {
    ...database,
    owner: own,
    url: toUrl(own),
    async until(table, look) {
      const changes = told.get(table) ?? changesOf(own, table);
      told.set(table, changes);
      return (await changes).until(look);
    },
    withOwner: work => withClient(own, work),
    asOwner: (text, values) => withClient(own, async client => (await client.query(text, values)).rows),
    async drop() {
      for (const changes of told.values()) await (await changes).close();
      await database.close();
      await dropDatabase(owner, name);
    },
  };
}
