import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where an installed Orthanc lies. */
export interface OrthancFiles {
  binary: string;
  /** The DICOMweb plug-in alone: none of the others that Debian installs is wanted. */
  plugin: string;
}

const binaries = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
const plugins = [
  '/usr/share/orthanc/plugins',
  '/usr/lib/orthanc/plugins',
  '/usr/local/share/orthanc/plugins',
  '/usr/local/lib/orthanc/plugins',
  '/opt/homebrew/lib/orthanc/plugins',
];
const pluginNames = ['libOrthancDicomWeb.so', 'libOrthancDicomWeb.dylib'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent, or not for us: the same to a caller that looks further
  }
}

/** Finds Orthanc and its DICOMweb plug-in; undefined when one of them is missing. */
export function findOrthanc(): OrthancFiles | undefined {
  const folders = [...binaries, ...(process.env.PATH ?? '').split(delimiter)];
  const binary = folders.map(folder => join(folder, 'Orthanc')).find(isExecutable);
  const plugin = plugins.flatMap(folder => pluginNames.map(name => join(folder, name))).find(existsSync);
  return binary && plugin ? { binary, plugin } : undefined;
}
