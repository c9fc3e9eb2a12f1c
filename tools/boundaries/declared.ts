import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** What drives the tests and the build of every package is declared once, at the root. */
const ofTheRoot = new Set(['vitest', 'fast-check', 'vite', '@vitejs/plugin-react']);

/** The manifest nearest above a file. */
function manifestOf(file: string, root: string): Manifest {
  let folder = dirname(join(root, file));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** `@scope/name/deep` → `@scope/name`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function declares(manifest: Manifest, name: string): boolean {
  if (manifest.name === name || ofTheRoot.has(name)) return true;
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
  return [dependencies, devDependencies, peerDependencies, optionalDependencies].some(list => list?.[name]);
}

const isPackage = (specifier: string): boolean =>
  !/^[./]|^node:|^virtual:/.test(specifier) && !builtinModules.includes(packageOf(specifier));

/** Imports of packages that the importing package does not declare, as `file: package`. */
export function undeclared(house: ICruiseResult, root: string): string[] {
  return house.modules
    .filter(module => !module.source.includes('node_modules'))
    .flatMap(module =>
      module.dependencies
        .map(dependency => dependency.module)
        .filter(isPackage)
        .map(packageOf)
        .filter(name => !declares(manifestOf(module.source, root), name))
        .map(name => `${module.source}: ${name}`),
    );
}
