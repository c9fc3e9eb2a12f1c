import { describe, expect, test } from 'vitest';
import { forCitizen, toExams } from './exam.ts';

const study = {
  resourceType: 'ImagingStudy',
  id: 's1',
  identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:2.25.2' }],
  started: '2026-01-12T10:00:00-05:00',
  modality: [{ code: 'CT' }, { code: 'SR' }],
  description: 'TDM thorax',
  location: { display: 'Hôpital de démonstration' },
  series: [
    { modality: { code: 'CT' }, numberOfInstances: 40 },
    { modality: { code: 'SR' }, numberOfInstances: 1 },
  ],
};
const report = (id: string, more: object) => ({
  resourceType: 'DiagnosticReport',
  id,
  status: 'final',
  code: { text: 'Radiographie' },
  ...more,
});

describe('exams of a usager', () => {
  test('a report goes with its study; pictures are counted without the structured report', () => {
    const [exam] = toExams(
      [study],
      [report('r1', { imagingStudy: [{ reference: 'ImagingStudy/s1' }], conclusion: 'Normal.' })],
    );
    expect(exam).toMatchObject({
      description: 'TDM thorax',
      modality: ['CT'],
      place: 'Hôpital de démonstration',
      reports: [{ id: 'r1', text: 'Normal.' }],
      pictures: { study: '2.25.2', count: 40 },
    });
  });

  test('a report that was written before the pictures came names its study by UID', () => {
    const named = (value: string) => ({ imagingStudy: [{ identifier: { system: 'urn:dicom:uid', value } }] });
    const exams = toExams(
      [study],
      [report('r1', named('urn:oid:2.25.2')), report('r2', named('urn:oid:2.25.9'))],
    );
    expect(exams.map(({ id, reports }) => [id, reports.length])).toEqual([
      ['s1', 1],
      ['r2', 1],
    ]);
  });

  test('newest first; what has no date comes last; a study that is not visible does not hide its report', () => {
    const exams = toExams(
      [study],
      [
        report('undated', {}),
        report('newer', {
          effectiveDateTime: '2026-03-01',
          imagingStudy: [{ reference: 'ImagingStudy/hidden' }],
        }),
      ],
    );
    expect(exams.map(({ id }) => id)).toEqual(['newer', 's1', 'undated']);
  });

  test('the plain text document is read before the conclusion; what was entered in error shows no text', () => {
    const data = Buffer.from('Aucune fracture.').toString('base64');
    const [exam] = toExams(
      [],
      [report('r', { presentedForm: [{ contentType: 'text/plain; charset=utf-8', data }], conclusion: 'x' })],
    );
    expect(exam?.reports[0]?.text).toBe('Aucune fracture.');
    const [wrong] = toExams([], [report('r', { status: 'entered-in-error', conclusion: 'Wrong person' })]);
    expect(wrong?.reports[0]).toEqual({ id: 'r', status: 'entered-in-error', title: 'Radiographie' });
  });

  test('a citizen reads reports, not pictures', () => {
    const exams = toExams([study], [report('r2', { effectiveDateTime: '2025-01-01' })]);
    expect(forCitizen(exams).map(({ id, pictures }) => [id, pictures])).toEqual([['r2', undefined]]);
  });
});
