import { describe, expect, it } from 'vitest';
import { collectedOn } from './index.ts';

describe('when information was collected', () => {
  it.each<[string, object, string | undefined]>([
    [
      'Observation',
      { effectiveDateTime: '2026-01-02T03:04:05Z', issued: '2026-02-01T00:00:00Z' },
      '2026-01-02T03:04:05Z',
    ],
    ['Observation', { effectivePeriod: { start: '2026-01', end: '2026-02' } }, '2026-01-01T00:00:00Z'],
    ['Observation', { effectiveTiming: { event: ['2026-03-01', '2026-01-01'] } }, '2026-01-01T00:00:00Z'],
    ['Observation', { issued: '2026-02-01T00:00:00Z' }, '2026-02-01T00:00:00Z'],
    ['Observation', { effectivePeriod: { end: '2026-02' } }, undefined],
    ['Observation', {}, undefined],
    [
      'DiagnosticReport',
      { issued: '2026-02-01T00:00:00Z', effectiveDateTime: '2026-01-31' },
      '2026-01-31T00:00:00Z',
    ],
    ['Specimen', { collection: { collectedDateTime: '2026-01-31T08:00:00-05:00' } }, '2026-01-31T13:00:00Z'],
    ['Specimen', { collection: { collectedPeriod: { start: '2026' } } }, '2026-01-01T00:00:00Z'],
    [
      'MedicationDispense',
      { whenPrepared: '2026-01-01', whenHandedOver: '2026-01-02' },
      '2026-01-02T00:00:00Z',
    ],
    ['MedicationDispense', { whenPrepared: '2026-01-01' }, '2026-01-01T00:00:00Z'],
    ['MedicationRequest', { authoredOn: '2026-01-01' }, '2026-01-01T00:00:00Z'],
    ['ImagingStudy', { started: '2026-01-01' }, '2026-01-01T00:00:00Z'],
    ['Immunization', { occurrenceDateTime: '2026-01-01' }, '2026-01-01T00:00:00Z'],
    ['Immunization', { occurrenceString: 'last winter' }, undefined],
    ['Condition', { onsetDateTime: '2019', recordedDate: '2026-01-01' }, '2019-01-01T00:00:00Z'],
    ['Condition', { onsetString: 'childhood', recordedDate: '2026-01-01' }, '2026-01-01T00:00:00Z'],
    ['Encounter', { period: { start: '2026-01-01' } }, '2026-01-01T00:00:00Z'],
    [
      'DocumentReference',
      { date: '2026-02-01T00:00:00Z', context: { period: { start: '2026-01-01' } } },
      '2026-01-01T00:00:00Z',
    ],
    ['Procedure', { performedPeriod: { start: '2026-01-01' } }, '2026-01-01T00:00:00Z'],
    ['Provenance', { recorded: '2026-01-01T00:00:00Z' }, undefined],
    ['Basic', { created: '2026-01-01' }, undefined],
  ])('%s %j: %s', (resourceType, elements, expected) => {
    const date = collectedOn({ resourceType, ...elements });
    expect(date).toEqual(expected === undefined ? undefined : new Date(expected));
  });

  it('a malformed element is an unknown date', () => {
    expect(collectedOn({ resourceType: 'Observation', effectiveDateTime: 7, issued: null })).toBeUndefined();
    expect(collectedOn({ resourceType: 'Specimen', collection: 'x' })).toBeUndefined();
  });
});
