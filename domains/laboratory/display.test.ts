import type { Resource } from '@continuum/standards-fhir';
import { expect, test } from 'vitest';
import { displayReport } from './display.ts';

const url = 'http://hl7.org/fhir/StructureDefinition/observation-v2-subid';
const result = (id: string, name: string, subId?: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: name },
  ...(subId && { extension: [{ url, extension: [{ url: 'original-sub-identifier', valueString: subId }] }] }),
});

const shown = (...results: Resource[]) => {
  const report = {
    resourceType: 'DiagnosticReport',
    id: 'r',
    status: 'final',
    result: results.map(({ id }) => ({ reference: `Observation/${id}` })),
  };
  const visible = new Map(results.map(one => [`Observation/${one.id}`, one]));
  return displayReport(report, visible).results.map(({ name, part }) => [name, part]);
};

test('a culture with two germs tells whose susceptibility each is', () => {
  expect(
    shown(
      result('a', 'Germe', '1'),
      result('b', 'Germe', '2'),
      result('c', 'Ampicilline', '^3^1'),
      result('d', 'Ampicilline', '^3^2'),
    ),
  ).toEqual([
    ['Germe', '1'],
    ['Germe', '2'],
    ['Ampicilline', '3.1'],
    ['Ampicilline', '3.2'],
  ]);
});

test('a test that has one result is named alone, whatever its number', () => {
  expect(shown(result('a', 'Glucose', '1'), result('b', 'Sodium', '1'), result('c', 'Potassium'))).toEqual([
    ['Glucose', undefined],
    ['Sodium', undefined],
    ['Potassium', undefined],
  ]);
});
