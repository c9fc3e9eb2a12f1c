import type { Standing } from '@continuum/registries-practitioner';
import { describe, expect, it } from 'vitest';
import { checkDesignation } from './check-designation.ts';
import { gaaRules } from './gaa-rules.data.ts';

const person = (more: Partial<Standing> = {}): Standing => ({
  ...{ id: 'p', name: 'p', active: true, orders: [], positions: [] },
  ...more,
});
const at = (organization: string, providers: string[], functions: string[] = []) => [
  { organization, providers, functions },
];
const organization = (kind?: string) => ({ id: 'o', name: 'O', active: true, ...(kind && { kind }) });
const physician = person({ orders: ['CMQ'], positions: at('o', ['FAM']) });
const withFunction = (code: string, where = 'o') => person({ positions: at(where, [], [code]) });

describe('who is GAA where (Aide-mémoire DSQ, Démarche pour avoir accès au DSQ)', () => {
  it.each([
    ['establishment', person(), withFunction('head'), true],
    ['establishment', person(), withFunction('head', 'elsewhere'), false],
    ['establishment', withFunction('head'), undefined, false],
    ['medical-office', physician, undefined, true],
    ['medical-office', person({ orders: ['CMQ'], positions: at('elsewhere', ['FAM']) }), undefined, false],
    ['medical-office', person({ positions: at('o', ['FAM']) }), undefined, false],
    ['medical-office', person({ orders: ['OIIQ'], positions: at('o', ['RN']) }), undefined, false],
    ['community-pharmacy', withFunction('owner-pharmacist'), undefined, true],
    ['community-pharmacy', person({ orders: ['OPQ'], positions: at('o', ['PHARM']) }), undefined, false],
    ['private-medical-laboratory', withFunction('permit-holder'), undefined, true],
    ['private-medical-laboratory', withFunction('head'), undefined, false],
    ['pharmacist-agency', withFunction('operator'), undefined, true],
    ['pharmacist-agency', physician, undefined, false],
    ['dental-office', person({ orders: ['ODQ'], positions: at('o', ['DEN']) }), undefined, true],
    ['dental-office', physician, undefined, false],
    ['private-imaging-laboratory', withFunction('permit-holder'), undefined, true],
    ['private-imaging-laboratory', physician, undefined, false],
    ['diagnostic-radiology-laboratory', withFunction('permit-holder'), undefined, true],
    ['diagnostic-radiology-laboratory', withFunction('operator'), undefined, false],
    ['transplant-quebec', person(), withFunction('director-general'), true],
    ['transplant-quebec', person(), withFunction('head'), false],
    ['lspq', person(), withFunction('operations-director'), true],
    ['lspq', person(), withFunction('scientific-director'), false],
    ['ctq', person(), withFunction('scientific-director'), true],
    ['ctq', person(), undefined, false],
    ['medical-laboratory', person(), withFunction('head'), true],
    ['imaging-department', person(), withFunction('permit-holder'), false],
  ])('%s: %#', (kind, candidate, designator, permitted) => {
    const answer = checkDesignation({ organization: organization(kind), candidate, designator });
    if (permitted) expect(answer).toBe(gaaRules[kind]);
    else {
      const { rule, text, source } = gaaRules[kind]!;
      expect(answer).toEqual({ refused: 'rule', code: `gaa-${rule}`, text, source });
    }
  });

  it.each([
    ['an organization of no known kind', organization('constructor'), physician, 'organization-kind'],
    ['an organization without a kind', organization(), physician, 'organization-kind'],
    ['a closed one', { ...organization('medical-office'), active: false }, physician, 'organization-kind'],
    [
      'somebody who left the register',
      organization('medical-office'),
      { ...physician, active: false },
      'candidate-inactive',
    ],
  ])('%s is refused', (_, of, candidate, code) => {
    expect(checkDesignation({ organization: of, candidate })).toMatchObject({ refused: 'rule', code });
  });

  it('a designator who left the register designates nobody', () => {
    const designator = { ...withFunction('head'), active: false };
    const answer = checkDesignation({
      organization: organization('establishment'),
      candidate: person(),
      designator,
    });
    expect(answer).toMatchObject({ refused: 'rule', code: 'gaa-establishment' });
  });
});
