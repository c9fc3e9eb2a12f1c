import type { Resource } from '@continuum/standards-fhir';
import { namSystem } from '@continuum/standards-nam';
import type { DemoPerson } from './person.ts';

const identifier = (nam: string) => ({
  use: 'official',
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'JHN' }] },
  system: namSystem,
  value: nam,
});

/** The Patient that the feed of the register creates. */
export function toPatient(person: DemoPerson): Resource & { id: string } {
  return {
    resourceType: 'Patient',
    id: person.id,
    identifier: [identifier(person.nam)],
    active: true,
    name: [{ use: 'official', family: person.familyName, given: [person.givenName] }],
    telecom: [{ system: 'phone', value: person.phone, use: 'home' }],
    gender: person.sex,
    birthDate: person.birthDate,
    address: [
      {
        use: 'home',
        line: [person.street],
        city: person.municipality,
        state: 'QC',
        postalCode: person.postalCode,
        country: 'CA',
      },
    ],
    communication: [
      { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'fr-CA' }] }, preferred: true },
    ],
  };
}

/** What a source that does not keep the register says of a person: enough to be identified. */
export function toClaim(person: DemoPerson): Resource {
  return {
    resourceType: 'Patient',
    identifier: [identifier(person.nam)],
    name: [{ family: person.familyName, given: [person.givenName] }],
    gender: person.sex,
    birthDate: person.birthDate,
  };
}
