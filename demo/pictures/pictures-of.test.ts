import { parseInstance } from '@continuum/standards-dicom';
import { describe, expect, it } from 'vitest';
import { historyOf } from '../deposits/bundles.ts';
import { toImaging } from '../resources/to-imaging.ts';
import { createTerritory } from '../territory/territory.ts';
import { picturesOf } from './pictures-of.ts';

const today = new Date('2026-11-22T12:00:00Z');
const territory = createTerritory(7);
const cast = territory.people.map(person => ({ person, ...historyOf(person, territory, today) }));
const madeFor = (role: string) => {
  const { events, chart } = cast.find(({ person }) => person.role === role)!;
  return picturesOf(events, chart);
};

describe('the pictures of the demonstration', () => {
  const louise = madeFor('usager-demo');
  const instances = louise.map(parseInstance);

  it('are of the person: NAM issued by RAMQ, name, birth date, sex', () => {
    for (const { patient } of instances)
      expect(patient).toEqual({
        ids: [{ value: 'GAGL58531419', issuer: 'RAMQ' }],
        name: expect.objectContaining({ family: 'Gagnon', given: ['Louise'] }),
        birthDate: '1958-03-14',
        sex: 'F',
      });
  });

  it('are of the exams in the person’s history: accession number, study and moment of their reports', () => {
    for (const { person, events, chart } of cast) {
      const reports = events
        .filter(({ kind }) => kind === 'exam')
        .map(event => toImaging(event as never, chart));
      for (const { accession, study, studyStarted } of madeFor(person.role!).map(parseInstance)) {
        const report = reports.find(
          ({ identifier }) => (identifier as { value: string }[])[0]!.value === accession?.value,
        );
        expect(report).toMatchObject({
          imagingStudy: [{ identifier: { system: 'urn:dicom:uid', value: `urn:oid:${study}` } }],
          effectiveDateTime: expect.stringContaining(`${studyStarted.date}T${studyStarted.time}`),
        });
      }
    }
  });

  it('show a head in slices, a chest, and more; others of the cast have theirs', () => {
    const slices = instances.filter(({ modality }) => modality === 'CT');
    expect(slices).toHaveLength(24);
    expect(new Set(slices.map(({ series }) => series)).size).toBe(1);
    expect(new Set(instances.map(({ modality }) => modality))).toEqual(new Set(['CR', 'US', 'CT']));
    for (const role of ['mere-demo', 'ado-demo', 'refus-demo'])
      expect(madeFor(role).length).toBeGreaterThan(1);
  });

  it('are the same bytes each time, each instance with a UID of its own, and not heavy', () => {
    const again = madeFor('usager-demo');
    expect(again.map(bytes => Buffer.compare(bytes, louise[again.indexOf(bytes)]!))).toEqual(
      louise.map(() => 0),
    );
    expect(new Set(instances.map(({ sopInstance }) => sopInstance)).size).toBe(instances.length);
    expect(louise.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(1_500_000);
  });
});
