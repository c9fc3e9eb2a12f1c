import { describe, expect, it } from 'vitest';
import { validate } from './validate.ts';

describe('what is contained', () => {
  const organization = { resourceType: 'Organization', id: 'o', name: 'CISSS' };
  const patient = (change: object) => ({ resourceType: 'Patient', contained: [organization], ...change });

  it('must be referred to, from the resource or from what else it contains', () => {
    expect(validate(patient({ managingOrganization: { reference: '#o' } }))).toEqual([]);
    expect(
      validate(patient({ managingOrganization: { reference: '#p' } })).map(issue => issue.expression),
    ).toEqual(['Patient.managingOrganization', 'Patient']);
  });

  it('or refer to its container', () => {
    const provenance = {
      resourceType: 'Provenance',
      id: 'p',
      target: [{ reference: '#' }],
      recorded: '2024-05-02T07:40:00Z',
      agent: [{ who: { display: 'Dre Roy' } }],
    };
    expect(validate({ resourceType: 'Patient', contained: [provenance] })).toEqual([]);
  });

  it('must be of a type that the reference may lead to', () => {
    const found = validate(
      patient({
        generalPractitioner: [{ reference: '#o' }],
        link: [{ other: { reference: '#o' }, type: 'refer' }],
      }),
    );
    expect(found.map(issue => issue.expression)).toEqual(['Patient.link[0].other']);
  });

  it('contains nothing itself', () => {
    const nested = {
      ...organization,
      contained: [{ ...organization, id: 'q' }],
      partOf: { reference: '#q' },
    };
    const found = validate(patient({ contained: [nested], managingOrganization: { reference: '#o' } }));
    expect(found).toContainEqual(expect.objectContaining({ diagnostics: expect.stringMatching(/^dom-2/) }));
  });

  it('is judged in a time that grows with its size, not with its square', () => {
    const contained = Array.from({ length: 3000 }, (_, at) => ({ ...organization, id: `o${at}` }));
    const link = contained.map(({ id }) => ({ other: { reference: `#${id}` }, type: 'refer' }));
    expect(validate({ resourceType: 'Patient', contained, link }).length).toBeGreaterThan(400);
  });

  it('and so is a definition of thousands of elements', () => {
    const element = Array.from({ length: 4000 }, (_, at) => ({
      id: at === 0 ? 'Patient' : `Patient.e${at}`,
      path: at === 0 ? 'Patient' : `Patient.e${at}`,
      definition: 'x',
      min: 0,
      max: '1',
      base: { path: 'Patient', min: 0, max: '1' },
    }));
    const definition = {
      resourceType: 'StructureDefinition',
      url: 'https://continuum.health/fhir/StructureDefinition/x',
      name: 'X',
      status: 'draft',
      kind: 'resource',
      abstract: false,
      type: 'Patient',
      baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
      derivation: 'constraint',
      snapshot: { element },
    };
    expect(validate(definition)).toEqual([]);
  });
});
