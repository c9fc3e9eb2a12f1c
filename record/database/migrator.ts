import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import Postgrator from 'postgrator';
import { type Connection, withClient } from './connection.ts';
import { ensureRoles } from './roles.ts';
import { DatabaseProblem } from './unavailable.ts';

/** The roles' schemas: always first. */
export const schemas = new URL('./migrations/', import.meta.url);

const fileName = /^(?:.*-)?(\d{3,})-([a-z0-9-]+)\.sql$/;

/** One plain `.sql` file of a room. */
interface Migration {
  version: number;
  name: string;
  filename: string;
  sql: string;
  md5: string;
}

async function readMigration(folder: string, file: string): Promise<Migration> {
  const match = fileName.exec(file);
  if (!match) throw new DatabaseProblem(`Migration ${join(folder, file)} must be named NNN-name.sql.`);
  const sql = await readFile(join(folder, file), 'utf8');
  const md5 = createHash('md5').update(sql).digest('hex');
  return { version: Number(match[1]), name: match[2] ?? '', filename: join(folder, file), sql, md5 };
}

/** The migrations of one folder, in their order. */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const path = fileURLToPath(folder);
  const files = (await readdir(path)).filter(file => file.endsWith('.sql'));
  const migrations = await Promise.all(files.map(file => readMigration(path, file)));
  const twice = migrations.find((a, i) => migrations.some((b, j) => i < j && a.version === b.version));
  if (twice) throw new DatabaseProblem(`Two migrations in ${path} have the number ${twice.version}.`);
  return migrations.sort((a, b) => a.version - b.version);
}

/** The package's name, so that a clone that moves keeps its history: `record_journal`. */
async function roomOf(folder: URL): Promise<string> {
  const path = fileURLToPath(folder);
  const manifest = join(dirname(path.replace(/\/$/, '')), 'package.json');
  const name: string = await readFile(manifest, 'utf8').then(
    text => JSON.parse(text).name,
    () => basename(path),
  );
  return name.replace(/^@[^/]+\//, '').replaceAll(/[^a-z0-9]+/g, '_');
}

interface Applied {
  version: number;
  name: string | null;
  md5: string | null;
}

function refuseChanged(room: string, migrations: Migration[], applied: Applied[]): void {
  for (const { version, md5, name } of applied.filter(a => a.version > 0)) {
    const file = migrations.find(m => m.version === version);
    if (!file)
      throw new DatabaseProblem(
        `The database has migration ${version} (${name}) of ${room}, which this version does not know: start the newer version.`,
      );
    if (file.md5 !== md5)
      throw new DatabaseProblem(
        `Migration ${file.filename} was changed after it was applied: restore it and add a new one.`,
      );
  }
}

/** Postgrator keeps the table and runs what is missing; the files' names and checks are this project's. */
function runnerOf(client: pg.Client, room: string, migrations: Migration[]): Postgrator {
  const schemaTable = `migration.${room}`;
  const runner = new Postgrator({ driver: 'pg', schemaTable, execQuery: query => client.query(query) });
  runner.getMigrations = async () => {
    const known = migrations.map(m => ({ ...m, action: 'do' as const, getSql: () => m.sql }));
    (runner as unknown as { migrations: unknown[] }).migrations = known;
    return known;
  };
  return runner;
}

const appliedIn = async (client: pg.Client, room: string): Promise<Applied[]> => {
  const exists = await client.query('SELECT to_regclass($1) AS found', [`migration.${room}`]);
  if (!exists.rows[0].found) return [];
  const { rows } = await client.query(`SELECT version::int AS version, name, md5 FROM migration.${room}`);
  return rows;
};

/** A failed file is named: PostgreSQL's own message says only what, not where. */
function named(error: unknown, file: string): unknown {
  if (error instanceof DatabaseProblem) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new DatabaseProblem(`Migration ${file} failed: ${reason}`, { cause: error });
}

async function migrateRoom(client: pg.Client, folder: URL): Promise<void> {
  const room = await roomOf(folder);
  const migrations = await readMigrations(folder);
  refuseChanged(room, migrations, await appliedIn(client, room));
  if (migrations.length === 0) return;
  const runner = runnerOf(client, room, migrations);
  let current = fileURLToPath(folder);
  runner.on('migration-started', ({ filename }) => {
    current = filename;
  });
  await runner.migrate().catch(error => Promise.reject(named(error, current)));
}

/**
 * Brings the schema to this version: everything or nothing, in one transaction, under a lock that makes
 * a second process wait and find the work done. Folders run in the order given, files by their number.
 */
export async function migrate(owner: Connection, secret: string, folders: readonly URL[]): Promise<void> {
  await withClient(owner, async client => {
    await client.query('BEGIN');
    await client.query(`SET LOCAL lock_timeout = '60s'`);
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('continuum migrations', 0))`);
    await ensureRoles(client, owner, secret);
    await client.query('CREATE SCHEMA IF NOT EXISTS migration');
    for (const folder of [schemas, ...folders]) await migrateRoom(client, folder);
    await client.query('COMMIT');
  });
}
