import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { agrees, formatNam, makeNam, type Nam, namDifferences, namPrefix, parseNam } from './index.ts';

const nam = (text: string): Nam => {
  const parsed = parseNam(text);
  if (!parsed.valid) throw new Error(parsed.problems.map(p => p.text).join(' '));
  return parsed.nam;
};

describe('the vectors that INSPQ publishes', () => {
  test.each([
    ['TREM04121914', '2004-12-19', 'M'],
    ['TREM04121925', '2004-12-19', 'M'],
    ['TREM04121936', '2004-12-19', 'M'],
    ['TREM04121947', '2004-12-19', 'M'],
    ['TREM04121958', '2004-12-19', 'M'],
    ['TREM04121969', '2004-12-19', 'M'],
    ['TREM04121970', '2004-12-19', 'M'],
    ['TREM04121981', '2004-12-19', 'M'],
    ['TREM04121992', '2004-12-19', 'M'],
    ['TREM04621918', '2004-12-19', 'F'],
    ['TREM04121916', '1904-12-19', 'M'],
    ['TREM00011811', undefined, 'M'],
    ['QWEA10010110', undefined, 'M'],
    ['QWEA10510170', undefined, 'F'],
    ['ASDA20011313', undefined, 'M'],
  ])('%s is valid', (text, birthDate, sex) => {
    expect(nam(text).sex).toBe(sex);
    if (birthDate) expect(nam(text).birthDate).toBe(birthDate);
  });

  it('TREM04121935 has a wrong check digit', () => {
    expect(parseNam('TREM04121935')).toMatchObject({
      valid: false,
      problems: [{ code: 'check-digit', position: 12 }],
    });
  });
});

describe('a NAM as people write it', () => {
  it('is read with spaces and in lower case', () => {
    expect(nam(' trem 0412 1925').value).toBe('TREM04121925');
  });
  it('is shown in three groups of four', () => {
    expect(formatNam('trem04121925')).toBe('TREM 0412 1925');
  });
  test.each([
    ['TREM0412192', 'length', 0],
    ['TR3M04121925', 'letter', 3],
    ['ÉREM04121925', 'letter', 1],
    ['TREM0412192A', 'digit', 12],
    ['TREMO4121925', 'digit', 5],
    ['TREM04121905', 'sequence', 11],
    ['TREM041219O5', 'sequence', 11],
    ['TREM04131925', 'month', 7],
    ['TREM04501925', 'month', 7],
    ['TREM04633925', 'month', 7],
    ['TREM04113125', 'day', 9],
    ['TREM04120025', 'day', 9],
  ])('%s is refused: %s at position %i', (text, code, position) => {
    expect(parseNam(text)).toMatchObject({ valid: false, problems: [{ code, position }] });
  });
  it('reports every misplaced character at once', () => {
    const parsed = parseNam('TR3MO41219I5');
    expect(parsed.valid ? [] : parsed.problems.map(p => p.position)).toEqual([3, 5, 11]);
  });
});

describe('the first four characters', () => {
  test.each([
    ['Tremblay', 'Marie', 'TREM'],
    ['Côté', 'Émile', 'COTE'],
    ['Lê', 'An', 'LEXA'],
    ['O’Neill', 'Sean', 'ONES'],
    ['Saint-Pierre', 'Luc', 'STPL'],
    ['SAINTE-MARIE', 'Luc', 'STML'],
    ['Ste-Marie', 'Luc', 'STML'],
    ['St-Onge', 'Luc', 'STOL'],
    ['Saintonge', 'Luc', 'SAIL'],
    ['Steben', 'Luc', 'STEL'],
    ['Lœwe', 'Ève', 'LOEE'],
  ])('of %s, %s are %s', (family, given, prefix) => {
    expect(namPrefix(family, given)).toBe(prefix);
  });
});

const person = fc.record({
  familyNameAtBirth: fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('Tremblay', 'Sainte-Marie', 'Hé'),
  ),
  givenName: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Zoé', 'Jean-Pierre')),
  birthDate: fc
    .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map(date => date.toISOString().slice(0, 10)),
  sex: fc.constantFrom('M' as const, 'F' as const),
  sequence: fc.constantFrom(...'123456789ABCDEFGHJKLMNPQRSTUVWXYZ'),
});

describe('for any person', () => {
  it('the NAM that is made reads back as their birth date and sex, and agrees with them', () => {
    fc.assert(
      fc.property(person, p => {
        const made = nam(makeNam(p));
        expect(made).toMatchObject({ birthDate: p.birthDate, sex: p.sex });
        expect(agrees(made, { ...p, family: p.familyNameAtBirth, given: p.givenName })).toBe(true);
      }),
    );
  });

  it('formatting and spaces never change what is read', () => {
    fc.assert(
      fc.property(person, p => {
        const value = makeNam(p);
        expect(nam(formatNam(value)).value).toBe(value);
      }),
    );
  });

  it('no other check digit gives the same birth date', () => {
    fc.assert(
      fc.property(person, fc.integer({ min: 1, max: 9 }), (p, shift) => {
        const value = makeNam(p);
        const other = parseNam(value.slice(0, 11) + ((Number(value[11]) + shift) % 10));
        expect(other.valid && other.nam.birthDate === p.birthDate).toBe(false);
      }),
    );
  });

  it('any text is read or refused with a reason, without an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), text => {
        const parsed = parseNam(text);
        expect(parsed.valid || parsed.problems.length > 0).toBe(true);
      }),
    );
  });
});

it('what differs between a NAM and a person is named', () => {
  expect(
    namDifferences(nam('TREM04121925'), { family: 'Roy', given: 'Zoé', birthDate: '1904-12-19', sex: 'F' }),
  ).toEqual(['family', 'given', 'birth-date', 'sex']);
  expect(namDifferences(nam('TREM04121925'), {})).toEqual([]);
});
