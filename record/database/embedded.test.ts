import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { runningOn, stopServer } from './embedded/leftover.ts';
import { DatabaseProblem } from './unavailable.ts';

const log = pino({ level: 'silent' });
const migrations = [new URL('./testing/notes/', import.meta.url)];
const program = fileURLToPath(new URL('./testing/hold-open.ts', import.meta.url));

let data: string;
let opened: Database[];
let processes: ChildProcess[];
let places: string[];

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), `continuum-test-${process.pid}-`));
  await chmod(data, 0o755);
  [opened, processes, places] = [[], [], []];
});

afterEach(async () => {
  await Promise.all(
    processes.filter(({ exitCode, signalCode }) => exitCode === null && !signalCode).map(killed),
  );
  for (const database of opened) await database.close();
  const left = await serverOf();
  if (left !== undefined) await stopServer(left);
  await rm(data, { recursive: true, force: true });
  for (const place of places) await rm(place, { recursive: true, force: true });
});

async function open(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  const database = await openDatabase({ data, log, ...options });
  opened.push(database);
  await database.migrate(migrations);
  return database;
}

/** Another process on the folder, and the first line it says. */
async function otherProcess(mode = 'own'): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [program, data, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(child);
  const said = await new Promise<string>(resolve =>
    child.stdout?.once('data', text => resolve(String(text).trim())),
  );
  return { child, said };
}

const killed = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

const note = (database: Database, text: string) =>
  database.service.query('INSERT INTO service.note VALUES ($1)', [text]);
const notes = async (database: Database) =>
  (await database.service.query<{ text: string }>('SELECT text FROM service.note ORDER BY text')).map(
    ({ text }) => text,
  );

const serverOf = async (folder = data): Promise<number | undefined> =>
  runningOn(join(folder, 'postgres', 'cluster'));

describe('the embedded PostgreSQL', { timeout: 120_000 }, () => {
  it('keeps its data across a restart, and is gone when closed', async () => {
    const first = await open();
    await note(first, 'kept');
    await first.close();
    await first.close();
    expect(await serverOf()).toBeUndefined();
    expect(await notes(await open())).toEqual(['kept']);
  });

  it('left behind by a process that was killed is adopted, with what was committed', async () => {
    const first = await open();
    await note(first, 'committed');
    await first.close();
    const { child, said } = await otherProcess();
    expect(said).toBe('open');
    const left = await serverOf();
    await killed(child);
    const database = await open();
    expect(await serverOf()).toBe(left);
    expect(await notes(database)).toEqual(['committed']);
  });

  it('refuses a second process on the same data folder in one line', async () => {
    await open();
    const { said } = await otherProcess();
    expect(said).toBe(
      `Another Continuum is running on the data folder ${data}: stop it, or set CONTINUUM_DATA.`,
    );
  });

  it('lets only one of several processes that start at the same moment have the folder', async () => {
    const said = (await Promise.all([otherProcess(), otherProcess(), otherProcess()])).map(
      other => other.said,
    );
    expect(said.filter(line => line === 'open')).toHaveLength(1);
    expect(said.filter(line => line.startsWith('Another Continuum'))).toHaveLength(2);
  });

  it('is shared with a tool that asks for it, and survives the tool', async () => {
    const database = await open();
    const { child, said } = await otherProcess('share');
    expect(said).toBe('open');
    await killed(child);
    expect(await notes(database)).toEqual([]);
  });

  it('runs beside another one with another data folder', async () => {
    const other = await mkdtemp(join(tmpdir(), `continuum-test-${process.pid}-`));
    await chmod(other, 0o755);
    const [here, there] = [await open(), await open({ data: other })];
    await note(here, 'here');
    await note(there, 'there');
    expect([await notes(here), await notes(there)]).toEqual([['here'], ['there']]);
    await there.close();
    expect(await notes(here)).toEqual(['here']);
    await rm(other, { recursive: true });
  });

  it('that is killed under us is started again, and nothing committed is lost', async () => {
    const database = await open();
    await note(database, 'before');
    const pid = await serverOf();
    process.kill(pid!, 'SIGKILL');
    const seen = new Set<string>();
    const found = await vi.waitFor(
      () =>
        notes(database).catch((error: Error) => {
          seen.add(error.name);
          throw error;
        }),
      { timeout: 60_000 },
    );
    expect(found).toEqual(['before']);
    expect([...seen].filter(name => name !== 'DatabaseUnavailable')).toEqual([]);
    // A backend that outlived its server may have answered: writing waits for the new one.
    await vi.waitFor(() => note(database, 'after'), { timeout: 60_000 });
  });

  it('starts beside a pid file whose number now belongs to someone else', async () => {
    await (await open()).close();
    const file = join(data, 'postgres', 'cluster', 'postmaster.pid');
    await writeFile(file, `${process.pid}\n${join(data, 'postgres', 'cluster')}\n0\n5432\n\n\n\n`);
    expect(await notes(await open())).toEqual([]);
  });

  it('says in one line that its keys were replaced', async () => {
    await (await open()).close();
    const key = join(data, 'keys', 'database');
    const kept = await readFile(key, 'utf8');
    await writeFile(key, 'ff'.repeat(32));
    await expect(openDatabase({ data, log })).rejects.toThrow(DatabaseProblem);
    await writeFile(key, kept);
  });

  it('works in a folder whose name is longer than a socket’s address may be', async () => {
    const long = join(data, 'x'.repeat(120));
    const database = await open({ data: long });
    expect(await notes(database)).toEqual([]);
    await database.close();
  });

  describe.skipIf(process.getuid?.() !== 0)('run by root in a folder that its user cannot enter', () => {
    beforeEach(() => chmod(data, 0o700));

    const placeOf = async (): Promise<string> => {
      const { folder } = JSON.parse(await readFile(join(data, 'postgres.json'), 'utf8'));
      places.push(folder);
      return folder;
    };

    it('lives where they can', async () => {
      const first = await open();
      await note(first, 'kept');
      await first.close();
      expect(await placeOf()).toMatch(/^\/var\/lib\/continuum\//);
      expect(await notes(await open())).toEqual(['kept']);
    });

    it('is stopped by any later start once the folder is gone', async () => {
      const { child } = await otherProcess();
      const folder = await placeOf();
      await killed(child);
      await rm(data, { recursive: true });
      await open();
      expect(await runningOn(join(folder, 'cluster'))).toBeUndefined();
    });
  });

  it('does not take a folder that is another user’s, nor a link', async () => {
    const folder = join(data, 'postgres');
    await symlink(tmpdir(), folder);
    await expect(openDatabase({ data, log })).rejects.toMatchObject({ setting: 'CONTINUUM_DATA' });
    await rm(folder);
  });
});
