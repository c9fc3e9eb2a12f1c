import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDicom, parseInstance } from '@continuum/standards-dicom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Archive, ArchiveUnavailable, archiveAddress, openArchive } from './archive.ts';
import { type Orthanc, startOrthanc } from './orthanc.ts';
import { findOrthanc } from './orthanc-files.ts';

const log = { info: () => undefined, warn: () => undefined };

const picture = (sop: string, patient: string, pixel: number) =>
  formatDicom([
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.7' },
    { tag: 0x00080018, vr: 'UI', value: sop },
    { tag: 0x0020000d, vr: 'UI', value: '2.25.20' },
    { tag: 0x0020000e, vr: 'UI', value: '2.25.30' },
    { tag: 0x00100020, vr: 'LO', value: patient },
    { tag: 0x00280010, vr: 'US', value: 1 },
    { tag: 0x00280011, vr: 'US', value: 2 },
    { tag: 0x7fe00010, vr: 'OB', value: Uint8Array.of(pixel, pixel) },
  ]);

describe('the address of an external archive', () => {
  test('carries its credentials apart', () => {
    expect(archiveAddress('https://us%40er:p%3Aw@pacs.example/dicom-web/')).toEqual({
      url: 'https://pacs.example/dicom-web',
      authorization: `Basic ${Buffer.from('us@er:p:w').toString('base64')}`,
    });
  });
});

describe('an archive that is down', () => {
  const nobody = openArchive({ url: 'http://127.0.0.1:9' });
  test('is told as such', async () => {
    const bytes = picture('2.25.1', 'A', 1);
    await expect(nobody.store(bytes, parseInstance(bytes))).rejects.toThrow(ArchiveUnavailable);
    expect(await nobody.isUp()).toBe(false);
  });
});

describe.skipIf(!findOrthanc())(
  'an Orthanc of our own (skipped when orthanc-dicomweb is not installed)',
  () => {
    const data = mkdtempSync(join(tmpdir(), 'continuum-orthanc-'));
    let orthanc: Orthanc;
    let archive: Archive;
    beforeAll(async () => {
      orthanc = (await startOrthanc({ data, log }))!;
      archive = openArchive(orthanc);
    });
    afterAll(async () => {
      await orthanc.close();
      rmSync(data, { recursive: true });
    });

    const store = (bytes: Uint8Array) => archive.store(bytes, parseInstance(bytes));

    test('keeps an instance byte for byte, and a replay finds it there', async () => {
      const bytes = picture('2.25.1', 'A', 1);
      const first = await store(bytes);
      expect(first).toMatchObject({ outcome: 'stored' });
      expect(await store(bytes)).toEqual(first);
      const location = first.outcome === 'stored' ? first.location : '';
      expect(Buffer.from(await archive.fetch(location)).equals(Buffer.from(bytes))).toBe(true);
    });

    test.each([
      ['other pixels', picture('2.25.1', 'A', 2)],
      ['another patient', picture('2.25.1', 'B', 1)],
    ])('never replaces what it holds: the same SOP Instance UID with %s is a conflict', async (_, bytes) => {
      await store(picture('2.25.1', 'A', 1));
      expect(await store(bytes)).toEqual({ outcome: 'conflict' });
    });

    test('two senders at once of one SOP Instance UID with different bytes: one is stored', async () => {
      const outcomes = await Promise.all([
        store(picture('2.25.5', 'A', 1)),
        store(picture('2.25.5', 'B', 2)),
      ]);
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'stored']);
    });

    test('answers nobody without the password', async () => {
      expect((await fetch(`${orthanc.url}/studies`)).status).toBe(401);
    });

    test('an Orthanc left behind by a killed server is stopped by the next start, and its pictures are kept', async () => {
      const bytes = picture('2.25.9', 'A', 1);
      const stored = await store(bytes);
      const left = orthanc.pid;
      orthanc = (await startOrthanc({ data, log }))!;
      archive = openArchive(orthanc);
      expect(orthanc.pid).not.toBe(left);
      expect(() => process.kill(left, 0)).toThrow();
      const location = stored.outcome === 'stored' ? stored.location : '';
      expect(await archive.fetch(location)).toHaveLength(bytes.length);
    });

    test('a pid file that names somebody else’s process stops nobody', async () => {
      const other = mkdtempSync(join(tmpdir(), 'continuum-orthanc-'));
      const { mkdirSync } = await import('node:fs');
      mkdirSync(join(other, 'orthanc'));
      writeFileSync(join(other, 'orthanc', 'orthanc.pid'), String(process.ppid));
      const second = await startOrthanc({ data: other, log });
      expect(() => process.kill(process.ppid, 0)).not.toThrow();
      await second?.close();
      rmSync(other, { recursive: true });
    });

    const fixtures = process.env.CONTINUUM_FIXTURES;
    test.skipIf(!fixtures)(
      'keeps the files of real equipment byte for byte (CONTINUUM_FIXTURES)',
      async () => {
        const folder = join(fixtures ?? '', 'dicom');
        const files = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isFile());
        const seen = new Set<string>();
        for (const { name } of files.filter(entry => !/truncated|no_meta|missing/.test(entry.name))) {
          const bytes = readFileSync(join(folder, name));
          const instance = parseInstance(bytes);
          const outcome = await store(bytes);
          const expected = seen.has(instance.sopInstance) ? /stored|conflict/ : /stored/;
          expect(`${name} ${outcome.outcome}`).toMatch(expected);
          seen.add(instance.sopInstance);
          if (outcome.outcome !== 'stored') continue;
          const back = await archive.fetch(outcome.location);
          const sha = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
          expect(sha(back)).toBe(sha(bytes));
        }
      },
    );
  },
);
