import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseInstance } from '@continuum/standards-dicom';
import { type Archive, locationAt, openArchive, pathOf } from '../archive.ts';
import { startOrthanc } from '../orthanc.ts';
import { type Shot, shoot } from './shoot.ts';

/** Where a test's pictures lie: an Orthanc of its own, where one is installed. */
export interface Pictures {
  archive?: Archive;
  close(): Promise<void>;
}

/** Starts an Orthanc on a folder of its own; without one installed, there is no archive. */
export async function openPictures(): Promise<Pictures> {
  const data = await mkdtemp(join(tmpdir(), 'continuum-pictures-'));
  const orthanc = await startOrthanc({ data, log: { info: () => undefined, warn: () => undefined } });
  return {
    ...(orthanc && { archive: openArchive(orthanc) }),
    async close() {
      await orthanc?.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/**
 * Puts a picture into the archive, if there is one.
 * @returns its location, as its deposit has it.
 */
export async function keepPicture({ archive }: Pick<Pictures, 'archive'>, shot: Shot): Promise<string> {
  const bytes = shoot(shot);
  const instance = parseInstance(bytes);
  if (!archive) return locationAt(pathOf(instance));
  const kept = await archive.store(bytes, instance);
  if (kept.outcome !== 'stored') throw new Error(`The archive answers ${kept.outcome}.`);
  return kept.location;
}
