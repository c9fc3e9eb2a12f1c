import { namSystem } from '@continuum/standards-nam';
import { describe, expect, test } from 'vitest';
import { score } from './score.ts';

const usager = (more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system: namSystem, value: 'TREM04121925' }],
  name: [{ family: 'Tremblay', given: ['Marc'] }],
  birthDate: '2004-12-19',
  gender: 'male',
  ...more,
});
const name = (family: string, given: string) => ({ name: [{ family, given: [given] }] });
const noNam = { identifier: undefined };
const home = { address: [{ postalCode: 'G1R 4P5' }], telecom: [{ system: 'phone', value: '418-555-0101' }] };

describe('one description beside one usager: the grade', () => {
  test.each<[string, object, object, string]>([
    ['everything alike', {}, {}, 'certain'],
    ['no NAM, all else alike', noNam, {}, 'probable'],
    ['no NAM, nor gender', { ...noNam, gender: 'unknown' }, {}, 'probable'],
    ['accents, hyphens and case aside', { ...noNam, ...name('TRÉMBLAY', 'márc') }, {}, 'probable'],
    ['the NAM, and a slip in the family name', name('Trembley', 'Marc'), {}, 'probable'],
    ['the NAM alone agrees; another name', name('Gagnon', 'Luc'), {}, 'possible'],
    ['the NAM and the date; a name in marriage', name('Bouchard', 'Marc'), {}, 'probable'],
    [
      'day and month exchanged',
      { birthDate: '2004-01-12', ...noNam },
      { birthDate: '2004-12-01' },
      'possible',
    ],
    [
      'day and month exchanged, same home',
      { birthDate: '2004-01-12', ...noNam, ...home },
      { birthDate: '2004-12-01', ...home },
      'probable',
    ],
    ['one digit of the date, same home', { birthDate: '2004-12-18', ...noNam, ...home }, home, 'probable'],
    ['half of a double name', { ...noNam, ...name('Tremblay-Gagnon', 'Marc') }, {}, 'possible'],
    ['half of a double given name', { ...noNam, ...name('Tremblay', 'Marc-André') }, {}, 'possible'],
    ['Saint and St', { ...noNam, ...name('St-Pierre', 'Marc') }, name('Saint-Pierre', 'Marc'), 'probable'],
    ['a dit name', { ...noNam, ...name('Roy', 'Marc') }, name('Roy dit Desjardins', 'Marc'), 'possible'],
    ['same name, another date', { ...noNam, birthDate: '1961-03-02' }, {}, 'certainly-not'],
    ['twins of one home', { ...noNam, ...home, ...name('Tremblay', 'Louis') }, home, 'possible'],
    [
      'brother and sister',
      { ...noNam, ...home, ...name('Tremblay', 'Julie'), birthDate: '2002-02-02', gender: 'female' },
      home,
      'certainly-not',
    ],
    ['two people of one day', { ...noNam, ...name('Gagnon', 'Luc') }, {}, 'certainly-not'],
    ['names alone', { ...noNam, birthDate: undefined }, {}, 'certainly-not'],
    ['a year alone', { ...noNam, birthDate: '2004' }, {}, 'certainly-not'],
    [
      'two valid NAMs, all else alike',
      { identifier: [{ system: namSystem, value: 'TREM04121914' }] },
      {},
      'probable',
    ],
  ])('%s: %j', (_, claim, registered, grade) => {
    const { grade: given, probability, levels } = score(usager(claim), usager(registered));
    expect(given, `${probability.toFixed(4)} ${JSON.stringify(levels)}`).toBe(grade);
  });

  test('more that agrees is never less probable', () => {
    const claims = [{ ...noNam, gender: undefined }, noNam, { ...noNam, ...home }, home];
    const probabilities = claims.map(claim => score(usager(claim), usager(home)).probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => a - b));
  });
});
