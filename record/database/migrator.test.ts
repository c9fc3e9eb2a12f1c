import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { type TestDatabase, testDatabase } from './testing/index.ts';
import { DatabaseProblem } from './unavailable.ts';

let database: TestDatabase;
let root: string;

beforeEach(async () => {
  database = await testDatabase([]);
  root = await mkdtemp(join(tmpdir(), 'continuum-migrations-'));
});
afterEach(async () => {
  await database.drop();
  await rm(root, { recursive: true });
});

/** A room with its migrations. */
async function room(name: string, files: Record<string, string>): Promise<URL> {
  const folder = join(root, name, 'migrations');
  await mkdir(folder, { recursive: true });
  await writeFile(join(root, name, 'package.json'), JSON.stringify({ name: `@continuum/${name}` }));
  for (const [file, sql] of Object.entries(files)) await writeFile(join(folder, file), sql);
  return pathToFileURL(`${folder}/`);
}

const tables = async () =>
  (
    await database.asOwner<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'service' ORDER BY 1`,
    )
  ).map(({ name }) => name);

describe('migrations', () => {
  it('run once, each room in its own order, rooms in the order given', async () => {
    const one = await room('one', { '001-a.sql': 'CREATE TABLE service.a ()' });
    const two = await room('two', {
      'two-001-b.sql': 'CREATE TABLE service.b ()',
      'two-002-c.sql': 'ALTER TABLE service.a ADD x int',
    });
    await database.migrate([one, two]);
    await room('one', { '002-d.sql': 'CREATE TABLE service.d ()' });
    await database.migrate([one, two]);
    await database.migrate([one, two]);
    expect(await tables()).toEqual(['a', 'b', 'd']);
  });

  it('started by several processes at once run once', async () => {
    const one = await room('one', { '001-a.sql': 'CREATE TABLE service.a ()' });
    await Promise.all([database.migrate([one]), database.migrate([one]), database.migrate([one])]);
    expect(await tables()).toEqual(['a']);
  });

  it('that fail leave nothing behind, and say which and why', async () => {
    const one = await room('one', {
      '001-a.sql': 'CREATE TABLE service.a ()',
      '002-b.sql': 'CREATE TABEL b ()',
    });
    await expect(database.migrate([one])).rejects.toThrow(/002-b.sql failed: syntax error/);
    expect(await tables()).toEqual([]);
  });

  it.each([
    ['was changed after it was applied', { '001-a.sql': 'CREATE TABLE service.a (x int)' }],
    ['must be named NNN-name.sql', { 'later.sql': 'SELECT 1' }],
    ['have the number 1', { '001-b.sql': 'SELECT 1' }],
  ])('refused: one that %s', async (reason, files) => {
    const one = await room('one', { '001-a.sql': 'CREATE TABLE service.a ()' });
    await database.migrate([one]);
    await room('one', files as Record<string, string>);
    const refused = database.migrate([one]);
    await expect(refused).rejects.toThrow(DatabaseProblem);
    await expect(refused).rejects.toThrow(reason);
  });

  it('of a newer version are not undone by an older one', async () => {
    const one = await room('one', { '001-a.sql': 'SELECT 1', '002-b.sql': 'SELECT 1' });
    await database.migrate([one]);
    await rm(join(root, 'one', 'migrations', '002-b.sql'));
    await expect(database.migrate([one])).rejects.toThrow('start the newer version');
  });

  it('keep their history when the clone moves', async () => {
    await database.migrate([await room('one', { '001-a.sql': 'CREATE TABLE service.a ()' })]);
    root = join(root, 'elsewhere');
    await database.migrate([await room('one', { '001-a.sql': 'CREATE TABLE service.a ()' })]);
    root = join(root, '..');
    expect(await tables()).toEqual(['a']);
  });
});

describe('an external PostgreSQL', () => {
  const log = pino({ level: 'silent' });
  const url = (user = database.owner.user, password = database.owner.password) =>
    `postgresql://${user}:${password}@localhost/${database.owner.database}?host=${encodeURIComponent(database.owner.host)}`;

  it('is opened by its address, with the same roles', async () => {
    const external = await openDatabase({ url: url(), data: root, log });
    await external.migrate([]);
    expect(await external.record.query('SELECT current_user AS who')).toEqual([{ who: 'continuum_record' }]);
    await external.close();
  });

  it('needs an owner who may create roles, and says so', async () => {
    await database.asOwner(`CREATE ROLE weak_${process.pid} LOGIN PASSWORD 'weak'`);
    await database.asOwner(`GRANT ALL ON DATABASE ${database.owner.database} TO weak_${process.pid}`);
    const external = await openDatabase({ url: url(`weak_${process.pid}`, 'weak'), data: root, log });
    await expect(external.migrate([])).rejects.toMatchObject({
      name: 'DatabaseProblem',
      setting: 'DATABASE_URL',
    });
    await external.close();
    await database.asOwner(`REVOKE ALL ON DATABASE ${database.owner.database} FROM weak_${process.pid}`);
    await database.asOwner(`DROP ROLE weak_${process.pid}`);
  });

  it.each(['mysql://x', 'postgresql://', 'postgresql://u:p@127.0.0.1:1/x', '5432'])(
    'that is not one (%s) is one line about DATABASE_URL',
    async wrong => {
      const opening = openDatabase({ url: wrong, data: root, log });
      await expect(opening).rejects.toMatchObject({ name: 'DatabaseProblem', setting: 'DATABASE_URL' });
      await expect(opening).rejects.not.toThrow('\n');
    },
  );
});
