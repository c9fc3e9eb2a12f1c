import type { Access } from '@continuum/record-gate';
import { describe, expect, it } from 'vitest';
import { functionSystem, providerSystem, standingOf } from './index.ts';

const day = '2026-11-28';
const qualification = (code: string, more: object = {}) => ({
  identifier: [{ system: 'urn:licence', value: '12345' }],
  code: { coding: [{ system: providerSystem, code }] },
  period: { start: '2010-06-01' },
  ...more,
});
const standingWith = (practitioner: object, ...roles: object[]) => {
  const person = { resourceType: 'Practitioner', id: 'p', name: [{ text: 'Minh Nguyen' }], ...practitioner };
  const entries = [person, ...roles].map(resource => ({ body: JSON.stringify(resource) }));
  return standingOf({ lookup: async () => ({ outcome: 'found', entries }) } as unknown as Access, 'p', day);
};

describe('what the register says of an intervenant', () => {
  it.each([
    ['a member of their order', [qualification('PHARM')], ['OPQ']],
    ['not yet', [qualification('PHARM', { period: { start: '2026-12-01' } })], []],
    ['no longer', [qualification('MD', { period: { start: '2001-01-01', end: '2026-11-27' } })], []],
    ['to the last day', [qualification('MD', { period: { end: day } })], ['CMQ']],
    ['nobody’s member without a licence', [qualification('MD', { identifier: [] })], []],
    ['nobody’s member by a profession without an order here', [qualification('constructor')], []],
    ['nobody’s member', [], []],
  ])('%s', async (_, qualifications, orders) => {
    expect(await standingWith({ qualification: qualifications })).toMatchObject({ orders, active: true });
  });

  it('where they practise, as what, and what they are there; not where they did', async () => {
    const role = (organization: string, more: object = {}) => ({
      resourceType: 'PractitionerRole',
      organization: { reference: `Organization/${organization}` },
      code: [
        { coding: [{ system: providerSystem, code: 'PHARM' }] },
        { coding: [{ system: functionSystem, code: 'owner-pharmacist' }] },
      ],
      ...more,
    });
    const standing = await standingWith(
      {},
      role('here'),
      role('closed', { active: false }),
      role('before', { period: { end: '2026-01-01' } }),
    );
    expect(standing?.positions).toEqual([
      { organization: 'here', providers: ['PHARM'], functions: ['owner-pharmacist'] },
    ]);
  });
});
