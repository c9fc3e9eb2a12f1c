import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import dcmjs from 'dcmjs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Element, formatDicom, parseInstance, UnreadableDicom } from './index.ts';

const identities: Element[] = [
  { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.7' },
  { tag: 0x00080018, vr: 'UI', value: '2.25.1' },
  { tag: 0x0020000d, vr: 'UI', value: '2.25.2' },
  { tag: 0x0020000e, vr: 'UI', value: '2.25.3' },
];

const reasonOf = (bytes: Uint8Array): string => {
  try {
    parseInstance(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof UnreadableDicom) return error.reason;
    throw error;
  }
};

describe('a file written by ourselves', () => {
  test('is read with what it says of the usager, the issuer of each identifier included', () => {
    const file = formatDicom([
      ...identities,
      { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
      { tag: 0x00100010, vr: 'PN', value: 'Trépanier^Élise^Anne' },
      { tag: 0x00100020, vr: 'LO', value: 'TREE04621918' },
      { tag: 0x00100021, vr: 'LO', value: 'RAMQ' },
      { tag: 0x00100030, vr: 'DA', value: '20041219' },
      { tag: 0x00100040, vr: 'CS', value: 'F' },
      {
        tag: 0x00101002,
        vr: 'SQ',
        value: [[{ tag: 0x00100020, vr: 'LO', value: '123' }]],
      },
    ]);
    expect(parseInstance(file).patient).toEqual({
      ids: [{ value: 'TREE04621918', issuer: 'RAMQ' }, { value: '123' }],
      name: { family: 'Trépanier', given: ['Élise', 'Anne'] },
      birthDate: '2004-12-19',
      sex: 'F',
    });
  });

  test.each([
    ['2004-13-45 is no date', '20041345', undefined],
    ['ACR-NEMA wrote dots', '1997.04.24', '1997-04-24'],
    ['29 February of a common year does not exist', '20230229', undefined],
  ])('%s', (_, written, read) => {
    const file = formatDicom([...identities, { tag: 0x00080020, vr: 'DA', value: written }]);
    expect(parseInstance(file).studyStarted.date).toBe(read);
  });

  test.each([
    ['a missing study', identities.filter(({ tag }) => tag !== 0x0020000d), 'missing-uid'],
    [
      'a UID that is none',
      identities.map(e => (e.tag === 0x0020000e ? { ...e, value: '../1' } : e)),
      'bad-uid',
    ],
  ])('%s is told', (_, elements, reason) => expect(reasonOf(formatDicom(elements))).toBe(reason));

  test('sequences nested without end are damage, not a crash', () => {
    const begin = formatDicom(identities);
    // An item of undefined length that begins with a sequence of undefined length, over and over.
    const level = [
      0xfe, 0xff, 0x00, 0xe0, 255, 255, 255, 255, 0x40, 0x00, 0x30, 0xa7, 0x53, 0x51, 0, 0, 255, 255, 255,
      255,
    ];
    const deep = Uint8Array.from([
      ...begin,
      ...level.slice(8),
      ...Array.from({ length: 20_000 }, () => level).flat(),
    ]);
    expect(reasonOf(deep)).toBe('damaged');
  });

  test('any bytes are read or told to be unreadable, never anything else', () => {
    const file = formatDicom([...identities, { tag: 0x7fe00010, vr: 'OB', value: new Uint8Array(8) }]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255))),
        fc.nat(file.length),
        (edits, end) => {
          const broken = file.slice(0, end);
          for (const [at, byte] of edits) if (at < end) broken[at] = byte;
          expect(reasonOf(broken)).toBeTypeOf('string');
        },
      ),
    );
  });
});

const fixtures = process.env.CONTINUUM_FIXTURES;

describe.skipIf(!fixtures)('files of real equipment (CONTINUUM_FIXTURES)', () => {
  const folder = join(fixtures ?? '', 'dicom');
  const broken = {
    'MR_truncated.dcm': 'truncated',
    'no_meta.dcm': 'no-preamble',
    'meta_missing_tsyntax.dcm': 'no-transfer-syntax',
  };
  const files = fixtures
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name))
    : [];

  test.each(Object.entries(broken))('%s is told to be %s', (name, reason) =>
    expect(reasonOf(readFileSync(join(folder, name)))).toBe(reason),
  );

  test('badVR keeps its picture: only the number of frames that is no number is left out', () => {
    expect(parseInstance(readFileSync(join(folder, 'badVR.dcm')))).toMatchObject({
      frames: 1,
      modality: 'RTDOSE',
      rows: 10,
    });
  });

  test.each(files.filter(file => !Object.keys(broken).some(name => file.endsWith(name))))(
    '%s reads as dcmjs reads it',
    file => {
      const bytes = readFileSync(file);
      const instance = parseInstance(bytes);
      dcmjs.log.setLevel('silent');
      const { dict } = dcmjs.data.DicomMessage.readFile(new Uint8Array(bytes).buffer, {
        untilTag: '7FE00010',
        includeUntilTagValue: false,
      });
      const other = dcmjs.data.DicomMetaDictionary.naturalizeDataset(dict);
      expect(instance).toMatchObject({
        sopInstance: other.SOPInstanceUID,
        study: other.StudyInstanceUID,
        series: other.SeriesInstanceUID,
        sopClass: other.SOPClassUID,
        modality: other.Modality,
      });
      expect(instance.rows).toBe(other.Rows);
      expect(instance.studyDescription).toBe(other.StudyDescription || undefined);
      expect(instance.accession?.value).toBe(other.AccessionNumber || undefined);
    },
  );

  test('a structured report is read as text, with who verified it', () => {
    const { report } = parseInstance(readFileSync(join(folder, 'test-SR.dcm')));
    expect(report).toMatchObject({ complete: true, verified: true });
    expect(report?.verifiers[0]).toContain('Jörg Riesmeier');
    expect(report?.text).toContain('Diameter: 3 cm');
  });
});
