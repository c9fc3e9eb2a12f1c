import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chown, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseProblem } from '../unavailable.ts';
import type { Binaries } from './binaries.ts';
import { ensureOwned, type Place } from './place.ts';
import { fingerprint, settings } from './settings.ts';

const run = promisify(execFile);
const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;

/** The owner of every object and of the cluster: used by migrations alone. */
export const ownerName = 'continuum_owner';

/** glibc gives memory back to the kernel after each statement, and asks for it again at the next: 32 MB may stay. */
const kept = String(32 * 1024 * 1024);
const memory = {
  MALLOC_TRIM_THRESHOLD_: kept,
  MALLOC_MMAP_THRESHOLD_: kept,
  MALLOC_TOP_PAD_: String(1024 * 1024),
};

// The server's own messages are read here: they must not depend on the machine's language.
const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...memory };

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const reasons: [RegExp, (place: Place) => string][] = [
  [/No space left|ENOSPC/, p => `The disk is full: the database in ${p.folder} cannot be written.`],
  [/Read-only file system/, p => `${p.folder} is on a read-only disk: set CONTINUUM_DATA elsewhere.`],
  [
    /Permission denied|EACCES|EPERM|not permitted/,
    p => `The database in ${p.folder} is closed to this user.`,
  ],
  [
    /incompatible|was initialized by PostgreSQL/,
    p => `The database in ${p.folder} was made by another version of PostgreSQL.`,
  ],
];

/** One line for the person who starts the server. */
export function explained(place: Place, output: string, cause?: unknown): DatabaseProblem {
  const known = reasons.find(([pattern]) => pattern.test(output));
  if (known) return new DatabaseProblem(known[1](place), { cause });
  const line =
    output
      .split('\n')
      .filter(l => /FATAL|PANIC|error/i.test(l))
      .at(-1) ?? output.trim();
  return new DatabaseProblem(`PostgreSQL did not start: ${line || 'it said nothing'}`, { cause });
}

const textOf = (error: unknown): string => {
  const { message = '', stderr = '' } = error as { message?: string; stderr?: string };
  return `${message}\n${stderr}`;
};

async function initdb(place: Place, binaries: Binaries, password: string, folder: string): Promise<void> {
  const pwfile = join(place.folder, `password-${randomBytes(6).toString('hex')}`);
  await writeFile(pwfile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (place.account) await chown(pwfile, place.account.uid, place.account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const secure = ['--auth=scram-sha-256', `--username=${ownerName}`, `--pwfile=${pwfile}`];
  const programs = join(binaries.folder, 'bin', 'initdb');
  try {
    await run(programs, ['-D', folder, '--data-checksums', ...locale, ...secure], {
      ...place.account,
      cwd: place.folder,
      env: environment,
    });
  } finally {
    await rm(pwfile, { force: true });
  }
}

/** Made beside and renamed, so that an interrupted first start leaves nothing half made behind. */
export async function initialise(place: Place, binaries: Binaries, password: string): Promise<void> {
  if (await exists(join(place.cluster, 'PG_VERSION'))) return;
  const draft = `${place.cluster}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await initdb(place, binaries, password, draft);
    await rename(draft, place.cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (await exists(join(place.cluster, 'PG_VERSION'))) return;
    throw explained(place, textOf(error), error);
  }
}

/** A started PostgreSQL, in a session of its own: Ctrl-C reaches this process first, which stops it in order. */
export interface Launched {
  build: string;
  /** Resolves with what it said when it ends before anyone stopped it. */
  ended: Promise<string>;
}

async function outputOf(child: ChildProcess, file: string): Promise<string> {
  const failure = await new Promise<Error | undefined>(resolve => {
    child.once('error', resolve);
    child.once('exit', () => resolve(undefined));
  });
  return `${failure?.message ?? ''}\n${await readFile(file, 'utf8').catch(() => '')}`;
}

/** What this version's server is called; see `fingerprint`. */
export const buildOf = (place: Place, binaries: Binaries): string =>
  fingerprint(binaries.version, settings(place.socket));

/** Spawns the server; it lives on when this process is killed, and the next start finds it by its pid file. */
export async function launch(place: Place, binaries: Binaries): Promise<Launched> {
  const build = buildOf(place, binaries);
  const chosen = { ...settings(place.socket), 'continuum.build': build };
  const file = join(place.folder, 'start.log');
  await ensureOwned(join(place.folder, 'log'), place.account);
  // Root writes it in another user's folder: never through a link that they may have put there.
  const output = await open(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
  const options = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(binaries.folder, 'bin', 'postgres'), ['-D', place.cluster, ...options], {
    ...place.account,
    cwd: place.folder,
    env: environment,
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  const ended = outputOf(child, file);
  child.unref();
  await output.close();
  return { build, ended };
}
