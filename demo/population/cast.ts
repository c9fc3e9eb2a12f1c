import type { DemoPerson, Trait } from './person.ts';

/** The people with a name in guides, tests and demonstrations. Their birth dates do not move with the day of loading. */
interface Role {
  role: string;
  familyName: string;
  givenName: string;
  sex: DemoPerson['sex'];
  birthDate: string;
  traits: readonly Trait[];
  mother?: string;
}

export const citizenCast: readonly Role[] = [
  {
    role: 'usager-demo',
    familyName: 'Gagnon',
    givenName: 'Louise',
    sex: 'female',
    birthDate: '1958-03-14',
    traits: [
      'diabetes',
      'hypertension',
      'dyslipidemia',
      'injury',
      'fall',
      'penicillin-allergy',
      'screening',
      'complete',
    ],
  },
  {
    role: 'mere-demo',
    familyName: 'Tremblay',
    givenName: 'Julie',
    sex: 'female',
    birthDate: '1985-06-21',
    traits: ['asthma', 'infection', 'complete'],
  },
  {
    role: 'enfant-demo',
    familyName: 'Bouchard',
    givenName: 'Léo',
    sex: 'male',
    birthDate: '2017-10-02',
    traits: ['child', 'infection', 'complete'],
    mother: 'mere-demo',
  },
  {
    role: 'ado-demo',
    familyName: 'Bouchard',
    givenName: 'Alice',
    sex: 'female',
    birthDate: '2011-10-15',
    traits: ['child', 'asthma', 'injury', 'peanut-allergy', 'complete'],
    mother: 'mere-demo',
  },
  {
    role: 'refus-demo',
    familyName: 'Roy',
    givenName: 'Michel',
    sex: 'male',
    birthDate: '1962-09-30',
    traits: ['hypertension', 'depression', 'complete'],
  },
  {
    role: 'refus-partiel-demo',
    familyName: 'Côté',
    givenName: 'Hélène',
    sex: 'female',
    birthDate: '1970-01-18',
    traits: ['hypothyroidism', 'dyslipidemia', 'screening', 'complete'],
  },
  {
    role: 'aidant-demo',
    familyName: 'Gagnon',
    givenName: 'Martin',
    sex: 'male',
    birthDate: '1984-11-05',
    traits: ['reflux', 'complete'],
  },
];
