import { describe, expect, it } from 'vitest';
import type { Resource } from './resource.ts';
import { compartmentUsagers } from './search/compartment.ts';
import { fixture } from './testing/inputs.ts';
import { visitReferences } from './visit-references.ts';

function referencesOf(resource: Resource): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {};
  visitReferences(resource, ({ reference }, path) => {
    found[path] = reference;
  });
  return found;
}

describe('the references of a resource', () => {
  it('are those of a bundle’s resources and of their extensions', () => {
    expect(referencesOf(fixture('bundle-transaction'))).toEqual({
      'Bundle.entry[1].resource.subject': 'urn:uuid:0a6f1a3e-1111-4c1a-9b1e-000000000001',
      'Bundle.entry[1].resource.extension[0].value': 'Organization/labo',
    });
  });

  it('are those of an extension on a primitive', () => {
    const extension = [{ url: 'urn:x', valueReference: { reference: 'Practitioner/1' } }];
    const patient = { resourceType: 'Patient', birthDate: '1984', _birthDate: { extension } };
    expect(referencesOf(patient)).toEqual({ 'Patient.birthDate.extension[0].value': 'Practitioner/1' });
  });

  it('are those of contained resources, and no element that is merely called reference', () => {
    const expression = { language: 'text/fhirpath', reference: 'https://example.org/bibliotheque' };
    const definition = {
      resourceType: 'ActivityDefinition',
      status: 'draft',
      contained: [
        {
          resourceType: 'Group',
          id: 'g',
          type: 'person',
          actual: true,
          managingEntity: { reference: 'Organization/1' },
        },
      ],
      dynamicValue: [{ path: 'x', expression }],
      subjectReference: { reference: '#g' },
    };
    expect(referencesOf(definition)).toEqual({
      'ActivityDefinition.contained[0].managingEntity': 'Organization/1',
      'ActivityDefinition.subject': '#g',
    });
  });

  it('may be rewritten in place', () => {
    const bundle = fixture('bundle-transaction');
    visitReferences(bundle, reference => {
      if (reference.reference?.startsWith('urn:')) reference.reference = 'Patient/new';
    });
    expect(referencesOf(bundle)['Bundle.entry[1].resource.subject']).toBe('Patient/new');
  });
});

describe('the usagers in whose compartment a resource is', () => {
  it('are the Patient itself, or those it names in its compartment’s parameters', () => {
    expect(compartmentUsagers(fixture('patient-marie'))).toEqual(['marie']);
    expect(compartmentUsagers(fixture('observation-glucose'))).toEqual(['marie']);
    expect(compartmentUsagers(fixture('appointment'))).toEqual(['marie']);
    expect(compartmentUsagers(fixture('consent-refusal'))).toEqual(['marie']);
  });

  it('are several where it speaks of several, each once', () => {
    const reference = (id: string) => ({ entity: { reference: `Patient/${id}` } });
    const group = {
      resourceType: 'Group',
      type: 'person',
      actual: true,
      member: [reference('a'), reference('b'), reference('a')],
    };
    expect(compartmentUsagers(group)).toEqual(['a', 'b']);
  });

  it('are none of another server, of a version elsewhere or of another type', () => {
    const result = fixture('observation-glucose');
    expect(
      compartmentUsagers({ ...result, subject: { reference: 'https://ailleurs.example/fhir/Patient/1' } }),
    ).toEqual([]);
    expect(compartmentUsagers({ ...result, subject: { reference: 'Group/1' } })).toEqual([]);
    expect(compartmentUsagers({ ...result, subject: { reference: 'Patient/1/_history/3' } })).toEqual(['1']);
    expect(compartmentUsagers({ resourceType: 'Organization', name: 'CISSS' })).toEqual([]);
  });

  it('of a Provenance are those that are its targets', () => {
    const target = [{ reference: 'Patient/a' }, { reference: 'Observation/1' }];
    expect(compartmentUsagers({ resourceType: 'Provenance', target })).toEqual(['a']);
  });
});
