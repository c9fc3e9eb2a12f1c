import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the tests use of the machine: a browser, an imaging archive, a token for keys. */
const needs = [
  { file: '/usr/bin/chromium', packages: ['chromium'], what: 'browser journeys' },
  { file: '/usr/sbin/Orthanc', packages: ['orthanc'], what: 'imaging' },
  {
    file: '/usr/share/orthanc/plugins/libOrthancDicomWeb.so',
    packages: ['orthanc-dicomweb'],
    what: 'DICOMweb',
  },
  { file: '/usr/bin/softhsm2-util', packages: ['softhsm2'], what: 'keys in a token' },
];

const apt = (...args: string[]): boolean =>
  spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    .status === 0;

const isRoot = (): boolean => process.getuid?.() === 0;

/** Installs what is missing when it may; otherwise says in one line what to install. The tests then skip, saying so. */
export function installSystemPackages(): void {
  const missing = needs.filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return;
  const packages = missing.flatMap(need => need.packages);
  const installed =
    isRoot() &&
    existsSync('/usr/bin/apt-get') &&
    apt('update', '-qq') &&
    apt('install', '-y', '-qq', ...packages);
  if (!installed)
    process.stderr.write(`Install these for the whole suite: sudo apt-get install ${packages.join(' ')}\n`);
}
