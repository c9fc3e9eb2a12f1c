import type { Resource } from '@continuum/standards-fhir';
import { makeNam, namSystem } from '@continuum/standards-nam';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { identify, type Register } from './identify.ts';

const nam = makeNam({ familyNameAtBirth: 'Tremblay', givenName: 'Marie', birthDate: '1985-05-15', sex: 'F' });

const patient = (values: Partial<Resource> = {}): Resource => ({
  resourceType: 'Patient',
  identifier: [{ system: namSystem, value: nam }],
  name: [{ family: 'Tremblay', given: ['Marie-Ève'] }],
  birthDate: '1985-05-15',
  gender: 'female',
  ...values,
});

const registerOf = (...people: Resource[]): Register => ({
  holders: async value =>
    people.filter(p => (p.identifier as { value: string }[] | undefined)?.some(i => i.value === value)),
  byId: async id => people.find(p => p.id === id),
});

const known = { ...patient(), id: 'marie' };
const about = (values: Partial<Resource>, ...people: Resource[]) =>
  identify({ patient: patient(values) }, registerOf(...(people.length > 0 ? people : [known])));

const withNam = (value: string) => ({ identifier: [{ system: namSystem, value }] });
const named = (family: string | undefined, ...given: string[]) => ({ name: [{ family, given }] });

describe('a deposit is attached', () => {
  test.each<[string, Partial<Resource>]>([
    ['when everything is equal', {}],
    [
      'when the NAM has spaces and lower case',
      withNam(`${nam.slice(0, 4).toLowerCase()} ${nam.slice(4, 8)} ${nam.slice(8)}`),
    ],
    ['when accents and case are lost on the way', named('TREMBLAY', 'MARIE-EVE')],
    ['when the compound given name comes in two words', named('Tremblay', 'Marie Eve')],
    ['when the compound given name comes as two given names', named('Tremblay', 'Marie', 'Ève')],
    ['when a further given name follows', named('Tremblay', 'Marie-Ève', 'Joséphine')],
    ['when the sender does not know the gender', { gender: undefined }],
    ['when the sender says the gender is unknown', { gender: 'unknown' }],
    ['when the sender says another gender than male or female', { gender: 'other' }],
    [
      'when a second identifier is the sender’s own',
      {
        identifier: [
          { system: 'urn:x', value: '1' },
          { system: namSystem, value: nam },
        ],
      },
    ],
    [
      'when an old NAM is marked as old',
      {
        identifier: [
          { use: 'old', system: namSystem, value: 'TREM04121935' },
          { system: namSystem, value: nam },
        ],
      },
    ],
  ])('%s', async (_, claim) => {
    expect(await about(claim)).toEqual({ outcome: 'exact', usager: 'marie' });
  });

  it('under the name at birth as under the current one', async () => {
    const married = {
      ...known,
      name: [
        { use: 'official', family: 'Sainte-Marie', given: ['Marie-Ève'] },
        { use: 'maiden', family: 'Tremblay' },
      ],
    };
    expect(await about({}, married)).toMatchObject({ outcome: 'exact' });
    expect(await about(named('STE-MARIE', 'Marie-Eve'), married)).toMatchObject({ outcome: 'exact' });
  });

  it('to a deceased usager: late results still arrive', async () => {
    expect(await about({}, { ...known, deceasedBoolean: true })).toMatchObject({ outcome: 'exact' });
  });

  it('to the record that replaces a merged one, through every link', async () => {
    const link = (id: string) => [{ type: 'replaced-by', other: { reference: `Patient/${id}` } }];
    const first = { ...known, active: false, link: link('second') };
    const second = { ...patient({ identifier: [], link: link('third'), active: false }), id: 'second' };
    const third = { ...patient(named('Bouchard', 'Marie-Ève')), id: 'third', identifier: [] };
    expect(await about({}, first, second, third)).toEqual({ outcome: 'exact', usager: 'third' });
  });

  it('to the usager that it names by a literal reference, when nothing it says differs', async () => {
    const claim = { patient: { resourceType: 'Patient', birthDate: '1985-05-15' }, reference: 'marie' };
    expect(await identify(claim, registerOf(known))).toEqual({ outcome: 'exact', usager: 'marie' });
  });
});

describe('a deposit waits', () => {
  test.each<[string, string, Partial<Resource>]>([
    ['no-nam', 'without a NAM', { identifier: [] }],
    ['no-nam', 'without identifiers', { identifier: undefined }],
    ['nam-invalid', 'with a wrong check digit', withNam('TREM04121935')],
    ['nam-unknown', 'with a NAM that nobody holds', withNam('TREM04121925')],
    [
      'several-matches',
      'with two NAMs',
      { identifier: [nam, 'TREM04121925'].map(value => ({ system: namSystem, value })) },
    ],
    ['demographics-differ', 'with another birth date', { birthDate: '1985-05-16' }],
    ['demographics-differ', 'with a birth year only', { birthDate: '1985' }],
    ['demographics-differ', 'without a birth date', { birthDate: undefined }],
    ['demographics-differ', 'with another family name', named('Roy', 'Marie-Ève')],
    ['demographics-differ', 'without a family name', named(undefined, 'Marie-Ève')],
    ['demographics-differ', 'with half of the compound given name', named('Tremblay', 'Marie')],
    ['demographics-differ', 'with a twin’s given name', named('Tremblay', 'Maude')],
    ['demographics-differ', 'without a given name', named('Tremblay')],
    [
      'demographics-differ',
      'under a nickname only',
      { name: [{ use: 'nickname', family: 'Tremblay', given: ['Marie-Ève'] }] },
    ],
    ['demographics-differ', 'with the opposite gender', { gender: 'male' }],
  ])('%s: %s', async (reason, _, claim) => {
    expect(await about(claim)).toMatchObject({ outcome: 'waiting', reason });
  });

  it('when two usagers hold the NAM', async () => {
    expect(await about({}, known, { ...known, id: 'other' })).toMatchObject({ reason: 'several-matches' });
  });

  it('when the only record that holds the NAM is out of use', async () => {
    expect(await about({}, { ...known, active: false })).toMatchObject({ reason: 'nam-unknown' });
  });

  it('when merged records replace each other in a circle', async () => {
    const link = (id: string) => [{ type: 'replaced-by', other: { reference: `Patient/${id}` } }];
    const a = { ...known, link: link('b') };
    const b = { ...known, id: 'b', identifier: [], link: link('marie') };
    expect(await about({}, a, b)).toMatchObject({ reason: 'nam-unknown' });
  });

  it('when it names a usager by a literal reference but says another birth date', async () => {
    const claim = { patient: { resourceType: 'Patient', birthDate: '1999-01-01' }, reference: 'marie' };
    expect(await identify(claim, registerOf(known))).toMatchObject({ reason: 'demographics-differ' });
  });

  it('and is told nothing of what the register holds', async () => {
    const answer = JSON.stringify(await about({ birthDate: '1990-01-01', ...named('Roy', 'Luc') }));
    expect(answer).not.toMatch(/Tremblay|1985/);
  });
});

const someone = fc.record({
  familyNameAtBirth: fc.constantFrom('Tremblay', 'Côté', 'Saint-Pierre', 'Lê', 'O’Neill'),
  givenName: fc.constantFrom('Marie', 'Jean-Pierre', 'Zoé', 'Émile', 'An'),
  birthDate: fc.constantFrom('1950-02-28', '1985-05-15', '2004-12-19'),
  sex: fc.constantFrom('M' as const, 'F' as const),
  sequence: fc.constantFrom('1', '2', '3'),
});
type Someone = typeof someone extends fc.Arbitrary<infer T> ? T : never;

const toPatient = (p: Someone, id?: string): Resource => ({
  resourceType: 'Patient',
  ...(id ? { id } : {}),
  ...withNam(makeNam(p)),
  ...named(p.familyNameAtBirth, p.givenName),
  birthDate: p.birthDate,
  gender: p.sex === 'F' ? 'female' : 'male',
});

describe('for any register', () => {
  it('a usager that is found has the NAM, the birth date and the names of the claim', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someone, { maxLength: 12 }),
        someone,
        fc.subarray(['identifier', 'name', 'birthDate', 'gender']),
        async (people, claimed, lost) => {
          const register = people.map((p, i) => toPatient(p, String(i)));
          const claim = toPatient(claimed);
          for (const element of lost) delete claim[element];
          const found = await identify({ patient: claim }, registerOf(...register));
          const holders = register.filter(
            p => JSON.stringify({ ...p, id: 0 }) === JSON.stringify({ ...toPatient(claimed), id: 0 }),
          );
          const decisiveLost = lost.some(element => element !== 'gender');
          if (found.outcome === 'exact') {
            expect(decisiveLost).toBe(false);
            expect(register[Number(found.usager)]).toMatchObject(claim);
          } else if (!decisiveLost) expect(holders.length).not.toBe(1);
        },
      ),
    );
  });
});
