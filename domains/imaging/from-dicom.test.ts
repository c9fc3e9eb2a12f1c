import { type Deposit, Unusable } from '@continuum/intake';
import type { Change } from '@continuum/record-gate';
import { type Element, formatDicom } from '@continuum/standards-dicom';
import { validate } from '@continuum/standards-fhir';
import { unknownActor } from '@continuum/trust-access';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromDicom } from './from-dicom.ts';
import type { ImagingStudy } from './imaging-study.ts';
import { mergeStudy } from './merge-study.ts';

const mapper = fromDicom({ wadoRoot: 'https://exchange.example/dicomweb', zone: 'America/Toronto' });

const instance = (more: readonly Element[] = [], series = '2.25.3', sop = '2.25.1'): Uint8Array =>
  formatDicom([
    { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.2' },
    { tag: 0x00080018, vr: 'UI', value: sop },
    { tag: 0x00080020, vr: 'DA', value: '20260703' },
    { tag: 0x00080030, vr: 'TM', value: '143000.5' },
    { tag: 0x00080050, vr: 'SH', value: 'A-17' },
    { tag: 0x00080060, vr: 'CS', value: 'CT' },
    { tag: 0x00081030, vr: 'LO', value: 'TDM thorax' },
    { tag: 0x00100010, vr: 'PN', value: 'Tremblay^Marie^^^' },
    { tag: 0x00100020, vr: 'LO', value: 'TREM 0412 1925' },
    { tag: 0x00100030, vr: 'DA', value: '20041219' },
    { tag: 0x00100040, vr: 'CS', value: 'M' },
    { tag: 0x0020000d, vr: 'UI', value: '2.25.2' },
    { tag: 0x0020000e, vr: 'UI', value: series },
    ...more,
  ]);

const depositOf = (original: Uint8Array, location: string | undefined = 'dicomweb:x'): Deposit => ({
  format: 'dicom',
  contentType: 'application/dicom',
  original,
  actor: unknownActor,
  origin: { request: '1', address: '::1', channel: 'dicomweb' },
  ...(location && { location }),
});

const resourcesOf = (original: Uint8Array, usager = 'u1') =>
  mapper
    .map(depositOf(original))
    .changes(usager)
    .map((change: Change) => (change as unknown as { resource: ImagingStudy }).resource);

const studyOf = (series: string, sop: string) => resourcesOf(instance([], series, sop))[0]!;

describe('an instance becomes an ImagingStudy', () => {
  const [study] = resourcesOf(instance());

  test('that says what, when with the zone of the place, where the pictures are had', () => {
    expect(study).toMatchObject({
      identifier: [
        { system: 'urn:dicom:uid', value: 'urn:oid:2.25.2' },
        { type: { coding: [{ code: 'ACSN' }] }, value: 'A-17' },
      ],
      subject: { reference: 'Patient/u1' },
      started: '2026-07-03T14:30:00-04:00',
      description: 'TDM thorax',
      numberOfInstances: 1,
      contained: [{ resourceType: 'Endpoint', address: 'https://exchange.example/dicomweb' }],
    });
  });

  test('that is valid FHIR R4', () => {
    expect(validate(study).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('of one usager alone: the same UID for another usager is another resource', () => {
    expect(resourcesOf(instance(), 'u2')[0]?.id).not.toBe(study?.id);
  });

  test('a winter study has winter’s offset, and a file’s own zone goes first', () => {
    const winter = resourcesOf(instance([{ tag: 0x00080201, vr: 'SH', value: '-0800' }]))[0];
    expect(winter?.started).toBe('2026-07-03T14:30:00-08:00');
  });
});

describe('whose pictures they are', () => {
  const identifiersOf = (id: string, issuer?: string) => {
    const more = issuer ? [{ tag: 0x00100021, vr: 'LO', value: issuer }] : [];
    const rebuilt = formatDicom([
      { tag: 0x00080016, vr: 'UI', value: '1.2' },
      { tag: 0x00080018, vr: 'UI', value: '2.25.1' },
      { tag: 0x0020000d, vr: 'UI', value: '2.25.2' },
      { tag: 0x0020000e, vr: 'UI', value: '2.25.3' },
      { tag: 0x00100020, vr: 'LO', value: id },
      ...more,
    ]);
    return mapper.map(depositOf(rebuilt)).claim?.patient.identifier;
  };
  const nam = 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id';

  test.each([
    [
      'a NAM with its check digit right is one, whoever issued it',
      'trem04121925',
      undefined,
      nam,
      'TREM04121925',
    ],
    ['what RAMQ issued is a NAM, even wrong: it will be told', 'TREM04121935', 'RAMQ', nam, 'TREM04121935'],
    ['a wrong one of nobody is a local number', 'TREM04121935', undefined, undefined, 'TREM04121935'],
    ['a hospital’s number stays a local number', '0042', 'CHUM', undefined, '0042'],
  ])('%s', (_, id, issuer, system, value) => {
    expect(identifiersOf(id, issuer)).toMatchObject([{ value }]);
    expect((identifiersOf(id, issuer) as { system?: string }[])[0]?.system).toBe(system);
  });

  test('names, birth date and sex come along', () => {
    expect(mapper.map(depositOf(instance())).claim?.patient).toMatchObject({
      name: [{ family: 'Tremblay', given: ['Marie'] }],
      birthDate: '2004-12-19',
      gender: 'male',
    });
  });
});

describe('instances of one study join one ImagingStudy', () => {
  const pair = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }));
  const fold = (pairs: readonly (readonly [number, number])[]) =>
    pairs
      .map(([series, sop]) => studyOf(`2.25.30${series}`, `2.25.10${series}${sop}`))
      .reduce((known, more) => mergeStudy(known, more) ?? known);

  test('in any order, each once, however often it is sent', () =>
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (pairs, numbers) => {
          const keys = pairs.map(value => ({ value, key: numbers.next().value as number }));
          const shuffled = keys.sort((a, b) => a.key - b.key).map(({ value }) => value);
          const [one, other] = [fold(pairs), fold([...shuffled, ...pairs])];
          expect(other).toEqual(one);
          const distinct = new Set(pairs.map(([series, sop]) => `${series}.${sop}`));
          expect(one.numberOfInstances).toBe(distinct.size);
          expect(one.numberOfSeries).toBe(new Set(pairs.map(([series]) => series)).size);
        },
      ),
    ));

  test('the same instance again changes nothing', () => {
    const study = studyOf('2.25.3', '2.25.1');
    expect(mergeStudy(study, study)).toBeUndefined();
  });

  test('the study never becomes younger than it was: a refusal keeps covering it', () => {
    const study = studyOf('2.25.3', '2.25.1');
    const older = { ...study, started: '2026-07-03T10:00:00-04:00' };
    const join = (a: ImagingStudy, b: ImagingStudy) => (mergeStudy(a, b) ?? a).started;
    expect(join(study, older)).toBe(older.started);
    expect(join(older, study)).toBe(older.started);
  });
});

describe('what cannot be used is told', () => {
  test.each([
    ['bytes that are no DICOM', depositOf(new Uint8Array(10))],
    ['bytes that the archive does not hold', { ...depositOf(instance()), location: undefined }],
  ])('%s', (_, deposit) => expect(() => mapper.map(deposit)).toThrow(Unusable));
});

describe('a structured report becomes a DiagnosticReport', () => {
  const concept = (value: string, scheme: string, meaning: string): Element[] => [
    { tag: 0x00080100, vr: 'SH', value },
    { tag: 0x00080102, vr: 'SH', value: scheme },
    { tag: 0x00080104, vr: 'LO', value: meaning },
  ];
  const report = formatDicom([
    { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.88.11' },
    { tag: 0x00080018, vr: 'UI', value: '2.25.77' },
    { tag: 0x00080020, vr: 'DA', value: '20260112' },
    { tag: 0x00080023, vr: 'DA', value: '20260113' },
    { tag: 0x00080033, vr: 'TM', value: '0900' },
    { tag: 0x0020000d, vr: 'UI', value: '2.25.2' },
    { tag: 0x0020000e, vr: 'UI', value: '2.25.4' },
    { tag: 0x0040a040, vr: 'CS', value: 'CONTAINER' },
    { tag: 0x0040a043, vr: 'SQ', value: [concept('18747-6', 'LN', 'CT Report')] },
    { tag: 0x0040a491, vr: 'CS', value: 'COMPLETE' },
    { tag: 0x0040a493, vr: 'CS', value: 'VERIFIED' },
    {
      tag: 0x0040a730,
      vr: 'SQ',
      value: [
        [
          { tag: 0x0040a010, vr: 'CS', value: 'CONTAINS' },
          { tag: 0x0040a040, vr: 'CS', value: 'TEXT' },
          { tag: 0x0040a043, vr: 'SQ', value: [concept('121073', 'DCM', 'Impression')] },
          { tag: 0x0040a160, vr: 'UT', value: 'Aucun foyer. Cœur normal.' },
        ],
      ],
    },
  ]);

  test('with its text, its title, and the study it belongs to', () => {
    const [study, made] = resourcesOf(report);
    expect(made).toMatchObject({
      resourceType: 'DiagnosticReport',
      status: 'final',
      category: [{ coding: [{ code: 'RAD' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '18747-6' }] },
      effectiveDateTime: '2026-01-12',
      issued: '2026-01-13T09:00:00-05:00',
      imagingStudy: [{ reference: `ImagingStudy/${study?.id}` }],
      conclusion: 'Impression: Aucun foyer. Cœur normal.',
    });
    expect(validate(made).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
