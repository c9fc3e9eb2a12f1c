import { describe, expect, it } from 'vitest';
import { type Identity, isSamePerson, namesAgree, toIdentity } from './same-person.ts';

const anne: Identity = {
  family: 'Côté',
  given: 'Anne',
  birthDate: '1980-04-02',
  homes: ['1RUEDUPARCG1R1A1'],
};

describe('whether somebody who works is a usager', () => {
  it.each<[string, Partial<Identity>, boolean]>([
    ['the same names and birth date', {}, true],
    ['without their accents', { family: 'COTE' }, true],
    ['another birth date, at the same home', { birthDate: '2010-04-02' }, false],
    ['no birth date, at the same home', { birthDate: undefined } as never, true],
    ['no birth date, elsewhere', { birthDate: undefined, homes: ['2RUEDUPARCG1R1A1'] } as never, false],
    ['another given name', { given: 'Jeanne' }, false],
    ['another family name', { family: 'Coty' }, false],
  ])('%s', (_, other, same) => {
    expect(isSamePerson(anne, { ...anne, ...other })).toBe(same);
  });

  it('is read of the official name and of the first line of an address', () => {
    const resource = {
      name: [{ family: 'Roy' }, { use: 'official', family: 'Côté', given: ['Anne', 'Marie'] }],
      address: [{ line: ['1, rue du Parc'], postalCode: 'g1r 1a1' }, { line: ['2, rue du Parc'] }],
      birthDate: '1980-04-02',
    };
    expect(toIdentity(resource)).toEqual(anne);
    expect(toIdentity({ name: [{ given: ['Anne'] }] })).toBeUndefined();
  });
});

describe('whether a name that was written down is of who wrote it', () => {
  it.each([
    ['Julie Roy', 'Julie Roy', true],
    ['ROY, Julie', 'Mme Julie Anne Roy', true],
    ['Julie Côté-Roy', 'Julie Cote-Roy', true],
    ['Julie', 'Julie Roy', false],
    ['Julie Roy', 'Julien Roy', false],
    ['', 'Julie Roy', false],
  ])('%s, %s: %s', (written, known, agree) => {
    expect(namesAgree(written, known)).toBe(agree);
  });
});
