import { describe, expect, it } from 'vitest';
import { domainOf, domainsNamedBy } from './index.ts';

const category = (code: string) => [{ coding: [{ system: 'http://example.org', code }] }];

describe('the domain of a resource', () => {
  it.each([
    [{ resourceType: 'Patient' }, 'identity'],
    [{ resourceType: 'Organization' }, 'registry'],
    [{ resourceType: 'MedicationDispense' }, 'medication'],
    [{ resourceType: 'Observation', category: category('laboratory') }, 'laboratory'],
    [{ resourceType: 'Observation', category: category('vital-signs') }, 'summary'],
    [{ resourceType: 'Observation' }, 'summary'],
    [{ resourceType: 'DiagnosticReport', category: category('LAB') }, 'laboratory'],
    [{ resourceType: 'DiagnosticReport', category: category('RAD') }, 'imaging'],
    [{ resourceType: 'DiagnosticReport', category: category('XRC') }, 'imaging'],
    [{ resourceType: 'ImagingStudy' }, 'imaging'],
    [{ resourceType: 'Consent' }, 'summary'],
    [
      {
        resourceType: 'Consent',
        category: [
          { coding: [{ system: 'https://continuum.health/fhir/CodeSystem/directive', code: 'refusal' }] },
        ],
      },
      'directive',
    ],
    [{ resourceType: 'AuditEvent' }, 'audit'],
    [{ resourceType: 'Condition' }, 'summary'],
  ] as const)('%j is %s', (resource, expected) => {
    expect(domainOf(resource)).toBe(expected);
  });

  it('what has no category of its own takes the domain it inherits', () => {
    expect(domainOf({ resourceType: 'Provenance' }, 'laboratory')).toBe('laboratory');
    expect(domainOf({ resourceType: 'Observation', category: category('imaging') }, 'laboratory')).toBe(
      'imaging',
    );
  });

  it('a malformed category is no category', () => {
    expect(domainOf({ resourceType: 'Observation', category: [null, 3, { coding: 'x' }] })).toBe('summary');
  });

  it('a type shared by several domains names none', () => {
    expect(domainsNamedBy('Observation')).toEqual([]);
    expect(domainsNamedBy('Specimen')).toEqual(['laboratory']);
  });
});
