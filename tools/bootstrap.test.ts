import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = dirname(import.meta.dirname);
const sections = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;
type Declared = Partial<Record<(typeof sections)[number], Record<string, string>>>;
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const declared = (entry: Declared) => sections.map(section => entry[section] ?? {});

/** A root whose npm installs nothing, and says each time that it was called. */
function rootWithIdleNpm() {
  const folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'tools'));
  copyFileSync(join(root, 'tools', 'bootstrap.mjs'), join(folder, 'tools', 'bootstrap.mjs'));
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/left-over': { version: '1.0.0' } } }),
  );
  writeFileSync(
    join(folder, 'npm.cjs'),
    `const { mkdirSync, writeFileSync } = require('node:fs');
     mkdirSync('node_modules', { recursive: true });
     writeFileSync('node_modules/.package-lock.json', '{"packages":{}}');
     console.error('npm was called');`,
  );
  writeFileSync(join(folder, 'program.mjs'), `console.log('ran')`);
  return folder;
}

const run = (folder: string) =>
  spawnSync(process.execPath, [join(folder, 'tools', 'bootstrap.mjs'), 'program.mjs'], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(folder, 'npm.cjs') },
  });

test('what one lockfile asks is installed once, even when npm leaves an entry of it out', () => {
  const folder = rootWithIdleNpm();
  const [first, second] = [run(folder), run(folder)];
  expect(first.stderr).toContain('npm was called');
  expect([second.stderr, second.stdout]).toEqual(['', 'ran\n']);
  writeFileSync(join(folder, 'package-lock.json'), '{"packages":{"node_modules/new":{"version":"1.0.0"}}}');
  expect(run(folder).stderr).toContain('npm was called');
});

test('the lockfile says of every package what its package.json says', () => {
  const locked = readJson(join(root, 'package-lock.json')).packages as Record<string, Declared>;
  const folders = readJson(join(root, 'package.json')).workspaces as string[];
  const paths = globSync(folders, { cwd: root }).filter(path => locked[path]);
  expect(paths.length).toBeGreaterThan(30);
  for (const path of ['', ...paths]) {
    expect([path, declared(locked[path] ?? {})]).toEqual([
      path,
      declared(readJson(join(root, path, 'package.json'))),
    ]);
  }
});
