import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DatabaseProblem } from '../unavailable.ts';

const run = promisify(execFile);

/** The user PostgreSQL runs as; undefined: the one who runs this process. */
export type Account = { uid: number; gid: number } | undefined;

const name = 'continuum-postgres';

async function idsOf(user: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function createUser(): Promise<void> {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  // Another start may create it at the same moment, and small systems have no useradd: what counts is the result.
  await run('useradd', [...options, '--shell', '/usr/sbin/nologin', name]).catch(() => undefined);
}

/** PostgreSQL refuses to run as root: under root it gets a user of its own, made when missing. */
export async function ownAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await idsOf(name);
  if (known) return known;
  await createUser();
  const account = (await idsOf(name)) ?? (await idsOf('nobody'));
  if (account) return account;
  throw new DatabaseProblem(`PostgreSQL does not run as root and no user could be made: create ${name}.`);
}

/** True when that user can enter the folder, asked of the kernel rather than computed from modes. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}
