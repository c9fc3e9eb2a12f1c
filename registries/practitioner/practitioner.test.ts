import { describe, expect, it } from 'vitest';
import { displayPractitioner } from './index.ts';

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
