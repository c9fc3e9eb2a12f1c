import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findOrthanc, type OrthancFiles } from './orthanc-files.ts';
import { stop, stopLeftover } from './orthanc-leftover.ts';

/** What is said while it starts and stops. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/** A DICOMweb archive and how to speak to it. */
export interface ArchiveAddress {
  /** Root of its DICOMweb services, without a slash at the end. */
  url: string;
  /** Value of `Authorization`, when it wants one. */
  authorization?: string;
}

export interface Orthanc extends ArchiveAddress {
  pid: number;
  close(): Promise<void>;
}

const attempts = 3;
const patience = 30_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

interface Place {
  folder: string;
  configuration: string;
  pidFile: string;
}

function prepare(data: string): Place {
  const folder = resolve(data, 'orthanc');
  mkdirSync(join(folder, 'storage'), { recursive: true, mode: 0o700 });
  return { folder, configuration: join(folder, 'orthanc.json'), pidFile: join(folder, 'orthanc.pid') };
}

/** Loopback only, a password of its own, no DICOM network port, nothing that changes or replaces a file. */
function configurationOf(place: Place, plugin: string, port: number, password: string) {
  return {
    Name: 'Continuum',
    StorageDirectory: join(place.folder, 'storage'),
    IndexDirectory: join(place.folder, 'storage'),
    Plugins: [plugin],
    HttpPort: port,
    HttpCompressionEnabled: false,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { continuum: password },
    DicomServerEnabled: false,
    OrthancExplorerEnabled: false,
    WebDavEnabled: false,
    ExecuteLuaEnabled: false,
    SaveJobs: false,
    StableAge: 1,
    StorageCompression: false,
    SyncStorageArea: true,
    OverwriteInstances: false,
    DicomWeb: { Enable: true, Root: '/dicom-web/', EnableWado: false },
  };
}

function run(place: Place, files: OrthancFiles, port: number, password: string): ChildProcess {
  const configuration = configurationOf(place, files.plugin, port, password);
  writeFileSync(place.configuration, JSON.stringify(configuration, null, 2), { mode: 0o600 });
  const output = openSync(join(place.folder, 'orthanc.log'), 'w', 0o600);
  const child = spawn(files.binary, [place.configuration], { stdio: ['ignore', output, output] });
  closeSync(output);
  if (child.pid !== undefined) writeFileSync(place.pidFile, String(child.pid), { mode: 0o600 });
  return child;
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

/** True once it answers; false when it ended before (its port was taken in between, for one). */
async function answers(child: ChildProcess, url: string, authorization: string): Promise<boolean> {
  let failed = false;
  child.once('error', () => {
    failed = true;
  });
  for (let waited = 0; waited < patience && isRunning(child) && !failed; waited += 100) {
    const response = await fetch(`${url}/studies?limit=1`, { headers: { authorization } }).catch(
      () => undefined,
    );
    await response?.body?.cancel();
    if (response?.ok) return true;
    await wait(100);
  }
  return false;
}

async function attempt(place: Place, files: OrthancFiles): Promise<Orthanc | undefined> {
  const password = randomBytes(24).toString('base64url');
  const authorization = `Basic ${Buffer.from(`continuum:${password}`).toString('base64')}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/dicom-web`;
  const child = run(place, files, port, password);
  const close = async () => {
    if (child.pid !== undefined) await stop(child.pid, () => isRunning(child));
    rmSync(place.pidFile, { force: true });
  };
  if (await answers(child, url, authorization)) return { url, authorization, pid: child.pid ?? 0, close };
  await close();
  return undefined;
}

/**
 * Starts an Orthanc of the server's own under `<data>/orthanc`: free port on loopback, random password,
 * DICOMweb plug-in, no DICOM network port. Never Debian's service. One that a killed server left behind is
 * stopped first.
 * @returns undefined when Orthanc or its plug-in is not installed, or does not start; the log says which.
 */
export async function startOrthanc({ data, log }: { data: string; log: Log }): Promise<Orthanc | undefined> {
  const files = findOrthanc();
  if (!files) {
    log.warn('Pictures are not connected: install orthanc and orthanc-dicomweb, or set DICOMWEB_URL.');
    return undefined;
  }
  const place = prepare(data);
  await stopLeftover(place.pidFile, place.configuration);
  for (let count = 0; count < attempts; count++) {
    const orthanc = await attempt(place, files);
    if (orthanc) return orthanc;
  }
  log.warn(`Pictures are not connected: Orthanc does not start; see ${join(place.folder, 'orthanc.log')}.`);
  return undefined;
}
