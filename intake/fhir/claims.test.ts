import type { Resource } from '@continuum/standards-fhir';
import { namSystem } from '@continuum/standards-nam';
import { describe, expect, it } from 'vitest';
import { claimsOf } from './claims.ts';
import type { Entry } from './entry.ts';

const entryOf = (resource: Resource, number = 0, fullUrl?: string): Entry => ({
  number,
  at: `Bundle.entry[${number}].resource`,
  requestAt: `Bundle.entry[${number}].request`,
  method: 'POST',
  url: resource.resourceType,
  type: resource.resourceType,
  resource,
  ...(fullUrl ? { fullUrl } : {}),
});
const patient = { resourceType: 'Patient', id: 'p', birthDate: '2004-12-19' };
const observation = (subject?: unknown): Resource => ({
  resourceType: 'Observation',
  ...(subject ? { subject } : {}),
});
const nam = { system: namSystem, value: 'TREM04121925' };

describe('a source that registers nobody says who the usager is', () => {
  it('by a Patient entry of its Bundle, under its fullUrl and not under the id of its resource', () => {
    const [claim] = claimsOf(
      [entryOf(patient, 0, 'http://x/fhir/Patient/9'), entryOf(observation({ reference: 'Patient/9' }), 1)],
      false,
      true,
    );
    expect(claim).toMatchObject({
      claim: { patient },
      registers: false,
      keys: ['http://x/fhir/Patient/9', 'Patient/9'],
    });
  });

  it('by a contained Patient, which then leaves the resource', () => {
    const resource = {
      ...observation({ reference: '#p' }),
      contained: [patient, { resourceType: 'Device', id: 'd' }],
    };
    const [claim] = claimsOf([entryOf(resource)], false, false);
    claim?.fill.forEach(fill => void fill('Patient/a'));
    expect(claim?.claim.patient).toBe(patient);
    expect(resource).toMatchObject({
      subject: { reference: 'Patient/a' },
      contained: [{ resourceType: 'Device' }],
    });
  });

  it('by a conditional reference, whose parameters are compared like any claim', () => {
    const reference = `Patient?identifier=${encodeURIComponent(`${nam.system}|${nam.value}`)}&birthdate=2004-12-19&family=Tremblay&given=Marc`;
    const [claim, another] = claimsOf(
      [entryOf(observation({ reference })), entryOf(observation({ reference }), 1)],
      false,
      true,
    );
    expect(claim?.claim.patient).toMatchObject({
      identifier: [nam],
      birthDate: '2004-12-19',
      name: [{ family: 'Tremblay', given: ['Marc'] }],
    });
    expect(claim?.keys).toEqual([reference]);
    expect(another).toBeUndefined();
  });

  it('by a NAM as logical reference', () => {
    const resource = observation({ identifier: nam });
    const [claim] = claimsOf([entryOf(resource)], false, false);
    claim?.fill.forEach(fill => void fill('Patient/a'));
    expect(resource.subject).toEqual({ identifier: nam, reference: 'Patient/a' });
  });

  it('not at all: one claim for the whole deposit, and the element is filled on release', () => {
    const [first, second] = [observation(), observation()];
    const claims = claimsOf([entryOf(first), entryOf(second, 1)], false, true);
    expect(claims).toHaveLength(1);
    claims[0]?.fill.forEach(fill => void fill('Patient/a'));
    expect([first.subject, second.subject]).toEqual([{ reference: 'Patient/a' }, { reference: 'Patient/a' }]);
  });

  it('once for the whole Bundle: what names nobody is about the only usager that it names', () => {
    const [named, silent] = [
      observation({ reference: 'urn:uuid:1' }),
      { resourceType: 'Specimen' } as Resource,
    ];
    const [claim, ...others] = claimsOf(
      [entryOf(patient, 0, 'urn:uuid:1'), entryOf(named, 1), entryOf(silent, 2)],
      false,
      true,
    );
    claim?.fill.forEach(fill => void fill('Patient/a'));
    expect([others, silent.subject]).toEqual([[], { reference: 'Patient/a' }]);
    const literal: Resource = { resourceType: 'Specimen' };
    expect(
      claimsOf([entryOf(observation({ reference: 'Patient/b' })), entryOf(literal, 1)], false, true),
    ).toEqual([]);
    expect(literal.subject).toEqual({ reference: 'Patient/b' });
  });

  it('not at all for one resource, when the Bundle names several usagers: a person says', () => {
    const two = ['a', 'b'].map((id, i) => entryOf(observation({ reference: `Patient/${id}` }), i));
    expect(claimsOf([...two, entryOf(observation(), 2)], false, true)).toHaveLength(1);
  });

  it('by an address elsewhere, which nobody here can compare', () => {
    const [claim] = claimsOf(
      [entryOf(observation({ reference: 'https://other.example/Patient/1' }))],
      false,
      false,
    );
    expect(claim?.keys).toEqual(['https://other.example/Patient/1']);
  });

  it('by a literal reference, which is checked and no claim', () => {
    expect(claimsOf([entryOf(observation({ reference: 'Patient/1' }))], false, false)).toEqual([]);
  });

  it('never for what is nobody’s record', () => {
    expect(
      claimsOf(
        [entryOf({ resourceType: 'Organization' }), entryOf({ resourceType: 'Location' }, 1)],
        false,
        true,
      ),
    ).toEqual([]);
  });
});

describe('a source that registers usagers', () => {
  it('has each of its Patients registered or attached, several in one Bundle', () => {
    const claims = claimsOf([entryOf(patient), entryOf({ ...patient, id: 'q' }, 1)], true, true);
    expect(claims.map(({ registers }) => registers)).toEqual([true, true]);
  });
  it('may send references that lead nowhere, and resources that name nobody', () => {
    const entries = [
      observation(),
      observation({ reference: 'Patient/nobody' }),
      observation({ reference: 'http://x/Patient/1' }),
    ];
    expect(
      claimsOf(
        entries.map((resource, i) => entryOf(resource, i)),
        true,
        true,
      ),
    ).toEqual([]);
  });
});
