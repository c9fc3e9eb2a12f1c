import { createHash, randomBytes } from 'node:crypto';
import { lchown, lstat, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseProblem } from '../unavailable.ts';
import { type Account, canEnter, ownAccount } from './account.ts';

/** Where one cluster lives and who runs it. */
export interface Place {
  folder: string;
  /** PostgreSQL's own data folder, inside `folder`. */
  cluster: string;
  /** Folder of the Unix socket: short, because the system allows about a hundred characters. */
  socket: string;
  account: Account;
  /** Where programs are copied when the clone is closed to `account`. */
  shelf: string;
}

const longestSocketFolder = 103 - '/.s.PGSQL.5432'.length;
/** Where databases live that could not live in their data folder, when root runs the server. */
export const shelfOfRoot = '/var/lib/continuum';

/** Under root, what exists keeps its owner: a database made by an ordinary user stays theirs. */
async function accountFor(folder: string): Promise<Account> {
  const own = await ownAccount();
  if (!own) return undefined;
  const found = await stat(join(folder, 'cluster')).catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : own;
}

const pointerOf = (data: string): string => join(data, 'postgres.json');

/** The folder that a data folder says its database is in; undefined: inside itself, or none yet. */
export async function pointed(data: string): Promise<string | undefined> {
  const text = await readFile(pointerOf(data), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).folder;
}

/**
 * A new place outside the data folder, for a user who cannot enter it. Its name is random: a data folder
 * that was deleted and made again does not find a stranger's database.
 */
async function elsewhere(data: string): Promise<string> {
  const key = createHash('sha256').update(data).digest('hex').slice(0, 10);
  const folder = join(shelfOfRoot, `${key}-${randomBytes(4).toString('hex')}`);
  await mkdir(shelfOfRoot, { recursive: true, mode: 0o755 });
  await mkdir(folder, { mode: 0o700 });
  await writeFile(join(folder, 'data.json'), `${JSON.stringify({ data })}\n`, { mode: 0o600 });
  try {
    await writeFile(pointerOf(data), `${JSON.stringify({ folder })}\n`, { flag: 'wx' });
    return folder;
  } catch {
    return (await pointed(data)) ?? folder;
  }
}

async function folderFor(data: string): Promise<string> {
  const known = await pointed(data);
  if (known !== undefined) return known;
  if (await canEnter(await ownAccount(), data)) return join(data, 'postgres');
  return elsewhere(data);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/**
 * A folder of PostgreSQL's user, made when missing. One that exists is looked at before it is given away: in
 * a place where others may write, it could be theirs, or a link to something else.
 */
export async function ensureOwned(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting);
  const found = await lstat(folder);
  const uid = account?.uid ?? process.getuid?.();
  if (account && found.isDirectory() && found.uid === 0) return lchown(folder, account.uid, account.gid);
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return;
  throw new DatabaseProblem(`${folder} belongs to another user: start as that user, or set CONTINUUM_DATA.`, {
    setting: 'CONTINUUM_DATA',
  });
}

function socketOf(folder: string): string {
  const inside = join(folder, 'socket');
  if (inside.length <= longestSocketFolder) return inside;
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `continuum-${key}`);
  return short.length <= longestSocketFolder ? short : join('/tmp', `continuum-${key}`);
}

/**
 * Finds or makes the place of a data folder: inside it when PostgreSQL's user can enter, under
 * `/var/lib/continuum` otherwise, remembered in `postgres.json`.
 */
export async function placeOf(data: string): Promise<Place> {
  const folder = await folderFor(data);
  const account = await accountFor(folder);
  const socket = socketOf(folder);
  await ensureOwned(folder, account);
  await ensureOwned(socket, account);
  const shelf = account ? shelfOfRoot : join(data, 'programs');
  return { folder, cluster: join(folder, 'cluster'), socket, account, shelf };
}
