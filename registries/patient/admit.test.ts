import type { Resource } from '@continuum/standards-fhir';
import { namSystem } from '@continuum/standards-nam';
import { describe, expect, it } from 'vitest';
import { admit } from './admit.ts';
import type { Register } from './identify.ts';

const marc = (values: Partial<Resource> = {}): Resource => ({
  resourceType: 'Patient',
  identifier: [{ system: namSystem, value: 'TREM04121925' }],
  name: [{ family: 'Tremblay', given: ['Marc'] }],
  birthDate: '2004-12-19',
  ...values,
});
const registerOf = (...people: Resource[]): Register => ({
  holders: async () => people,
  byId: async id => people.find(p => p.id === id),
});
const known = marc({ id: 'marc' });

describe('a Patient from a registering source', () => {
  it('without a NAM is registered', async () => {
    expect(await admit(marc({ identifier: [] }), undefined, registerOf(known))).toEqual({
      outcome: 'register',
    });
  });
  it('with a NAM that nobody holds is registered', async () => {
    expect(await admit(marc(), undefined, registerOf())).toEqual({ outcome: 'register' });
  });
  it('whom the register knows exactly is that usager, also under another id', async () => {
    expect(await admit(marc(), undefined, registerOf(known))).toEqual({ outcome: 'exact', usager: 'marc' });
    expect(await admit(marc(), 'other', registerOf(known))).toEqual({ outcome: 'exact', usager: 'marc' });
  });
  it('with a known NAM and another birth date waits', async () => {
    const claim = marc({ birthDate: '2004-12-20' });
    expect(await admit(claim, undefined, registerOf(known))).toMatchObject({ reason: 'demographics-differ' });
    expect(await admit(claim, 'other', registerOf(known))).toMatchObject({ reason: 'demographics-differ' });
  });
  it('updates its own record, whatever changes', async () => {
    expect(await admit(marc({ birthDate: '2004-12-20' }), 'marc', registerOf(known))).toEqual({
      outcome: 'register',
    });
  });
});
