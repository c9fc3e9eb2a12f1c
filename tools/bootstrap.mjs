// Installs what the lockfile pins when node_modules is missing or stale, then runs the given
// program under the pinned Node. Plain JavaScript for any Node from 20 on: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

/** A package of the lockfile that this machine should have and has not, at that version. */
function isMissing(locked, installed) {
  if (locked.link) return false;
  if (installed) return installed.version !== locked.version;
  return !locked.optional && !locked.peer;
}

// What npm installed may be less than what the lockfile names (an entry nobody asks for any more), so the lockfile
// that an installation was made from is remembered: it is never made twice, under a server that is running.
const installedFrom = join(root, 'node_modules', '.installed-from');
const lockfileDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** True when node_modules does not hold what package-lock.json pins. */
function isStale() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(marker)) return true;
  if (existsSync(installedFrom) && readFileSync(installedFrom, 'utf8') === lockfileDigest()) return false;
  const installed = readJson(marker).packages;
  const locked = readJson(join(root, 'package-lock.json')).packages;
  return Object.entries(locked).some(
    ([path, entry]) => path.includes('node_modules/') && isMissing(entry, installed[path]),
  );
}

/** `npm ci`, with its progress in sight. */
function install() {
  process.stderr.write('Installing dependencies (once, or when the lockfile changed)…\n');
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const args = [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync(npm[0], args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    process.stderr.write(
      'The dependencies could not be installed: check the network or the npm registry, then try again.\n',
    );
    process.exit(1);
  }
  writeFileSync(installedFrom, lockfileDigest());
}

/** The pinned Node, or the running one when it is recent enough. */
function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', name);
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  process.stderr.write(
    `Install Node.js 24 or later: no pinned build exists for ${process.platform}-${process.arch}.\n`,
  );
  process.exit(1);
}

if (isStale()) install();
const node = findNode();
const [program, ...args] = process.argv.slice(2);
const path = `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`;
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, program), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path, CONTINUUM_ROOT: root },
});
// A terminal sends Ctrl-C to the child as well: stopping is idempotent there.
process.on('SIGINT', () => child.kill('SIGINT'));
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGHUP'));
child.on('error', error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
