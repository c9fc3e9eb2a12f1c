import type { Resource } from '@continuum/standards-fhir';
import { namSystem } from '@continuum/standards-nam';
import { describe, expect, it } from 'vitest';
import { displayUsager } from './display.ts';
import { checkRegistration, newcomerOf, withStoredNams } from './register.ts';

const hcn = 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-hcn';
const person = (value?: string, system = namSystem): Resource => ({
  resourceType: 'Patient',
  ...(value
    ? {
        identifier: [
          { system: 'urn:own', value: '7' },
          { system, value },
        ],
      }
    : {}),
  name: [{ use: 'official', family: 'Tremblay', given: ['Marc', 'André'] }],
  birthDate: '2004-12-19',
  gender: 'male',
});

describe('a newcomer from a registering source', () => {
  it('may come without a NAM', () => {
    expect(checkRegistration(person())).toEqual([]);
  });
  it('is refused with an invalid NAM, and the position is named', () => {
    expect(checkRegistration(person('TREM04121935'))).toMatchObject(
      [{ severity: 'error', expression: 'Patient.identifier[1].value', diagnostics: /check digit/ }].map(
        issue => ({ ...issue, diagnostics: expect.stringMatching(issue.diagnostics) }),
      ),
    );
  });
  it('may bear another name than their NAM says: a remark only', () => {
    const other = { ...person('TREM04121925'), name: [{ family: 'Roy', given: ['Marc'] }] };
    expect(checkRegistration(other)).toMatchObject([{ severity: 'warning' }]);
    expect(checkRegistration(person('TREM04121925', hcn))).toEqual([]);
  });
  it('has the NAM stored under one system, without spaces', () => {
    expect(withStoredNams(person('trem 0412 1925', hcn)).identifier).toEqual([
      { system: 'urn:own', value: '7' },
      { system: namSystem, value: 'TREM04121925' },
    ]);
  });
});

describe('a newcomer that a registrar makes of a claim', () => {
  it('keeps who they are, without the sender’s id nor a NAM that is not one', () => {
    const made = newcomerOf({ ...person('TREM04121935'), id: 'x', meta: { source: 'y' } });
    expect(made).toMatchObject({
      active: true,
      birthDate: '2004-12-19',
      identifier: [{ system: 'urn:own' }],
    });
    expect(made.id).toBeUndefined();
    expect(made.meta).toBeUndefined();
    expect(made.identifier).toHaveLength(1);
  });
});

it('a screen gets chosen fields only: a NIU in the register is not among them', () => {
  const niu = { system: 'https://continuum.health/fhir/NamingSystem/niu', value: '2000000001' };
  const shown = displayUsager({
    ...person('TREM04121925'),
    id: 'a',
    identifier: [niu, { system: namSystem, value: 'TREM04121925' }],
  });
  expect(shown).toEqual({
    id: 'a',
    family: 'Tremblay',
    given: 'Marc André',
    birthDate: '2004-12-19',
    gender: 'male',
    nam: 'TREM 0412 1925',
    active: true,
  });
});
