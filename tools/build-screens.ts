// Builds the web applications that are stale: `npm start` and `npm test` call it.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const screens = ['visualiseur', 'carnet', 'console'];
const shared = ['ui', 'domains', 'services', 'governance', 'registries', 'intake', 'standards', 'trust'];

/** Everything that may end in a bundle, by path, size and time of change. */
function stampOf(screen: string): string {
  const patterns = [...shared, `apps/${screen}`].map(folder => `${folder}/**/*.{ts,tsx,css,html,svg,json}`);
  const files = globSync([...patterns, 'package-lock.json'], {
    cwd: root,
    exclude: path => /(^|\/)(node_modules|dist|fixtures|generated)(\/|$)/.test(path),
  });
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\n${size}\n${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

async function buildScreen(screen: string): Promise<void> {
  const stamp = stampOf(screen);
  const folder = join(root, 'apps', screen);
  const mark = join(folder, 'dist', '.stamp');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === stamp) return;
  process.stderr.write(`Building ${screen}…\n`);
  await build({ root: folder, configFile: join(folder, 'vite.config.ts'), logLevel: 'warn' });
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, stamp);
}

/** Builds each application whose sources changed since its last build. */
export async function buildScreens(): Promise<void> {
  for (const screen of screens) await buildScreen(screen);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildScreens();
