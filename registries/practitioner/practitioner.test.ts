import type { Access } from '@continuum/record-gate';
import { describe, expect, it } from 'vitest';
import { displayPractitioner, practitionerOf } from './index.ts';

describe('an intervenant on a screen', () => {
  const practitioner = {
    resourceType: 'Practitioner',
    id: 'p',
    identifier: [{ system: 'urn:licence', value: '12345' }],
    name: [{ family: 'Tremblay', given: ['Marie'], prefix: ['Dre'] }],
  };
  const role = (of: string) => ({
    resourceType: 'PractitionerRole',
    practitioner: { reference: `Practitioner/${of}` },
    organization: { display: 'GMF du Lac' },
    code: [{ text: 'Médecin de famille' }],
  });

  it('has a name and their own roles, without the licence number', () => {
    expect(displayPractitioner(practitioner, [role('p'), role('other')])).toEqual({
      id: 'p',
      name: 'Dre Marie Tremblay',
      active: true,
      roles: [{ organization: 'GMF du Lac', role: 'Médecin de famille' }],
    });
  });
});

describe('as what an intervenant comes in', () => {
  const role = (id: string, code: string, more = {}) => ({
    resourceType: 'PractitionerRole',
    id,
    code: [{ coding: [{ system: 'https://continuum.health/fhir/CodeSystem/access-profile', code }] }],
    ...more,
  });
  const practiceWith = (...roles: object[]) => {
    const practitioner = { resourceType: 'Practitioner', id: 'p', name: [{ text: 'Minh Nguyen' }] };
    const entries = [practitioner, ...roles].map(resource => ({ body: JSON.stringify(resource) }));
    return practitionerOf({ lookup: async () => ({ outcome: 'found', entries }) } as unknown as Access, 'p');
  };

  it.each([
    [
      'the role that has a profile, whatever else sources tell',
      [{ resourceType: 'PractitionerRole' }, role('b', 'pharmacist')],
      'pharmacist',
    ],
    [
      'no role that has ended',
      [role('a', 'physician', { active: false }), role('b', 'pharmacist')],
      'pharmacist',
    ],
    ['nothing for a profile that does not exist', [role('a', 'constructor')], undefined],
    ['nothing without a role', [], undefined],
  ])('%s', async (_, roles, profile) => {
    expect((await practiceWith(...roles))?.profile).toBe(profile);
  });
});
