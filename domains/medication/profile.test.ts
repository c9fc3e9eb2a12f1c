import type { Resource } from '@continuum/standards-fhir';
import { describe, expect, it } from 'vitest';
import { displayDispense, displayPrescription } from './display.ts';
import { profileOf } from './profile.ts';

const none = new Map<string, Resource>();
const dinSystem = 'http://hl7.org/fhir/NamingSystem/ca-hc-din';
const ccddSystem = 'http://terminology.hl7.org/CodeSystem/hc-CCDD';
const concept = (text: string, ...coding: [string, string][]) => ({
  medicationCodeableConcept: { text, coding: coding.map(([system, code]) => ({ system, code })) },
});
const request = (id: string, drug: object, more: object = {}) =>
  displayPrescription(
    { resourceType: 'MedicationRequest', id, status: 'active', authoredOn: '2026-01-05', ...drug, ...more },
    none,
  );
const dispense = (id: string, date: string, drug: object, more: object = {}) =>
  displayDispense(
    { resourceType: 'MedicationDispense', id, status: 'completed', whenHandedOver: date, ...drug, ...more },
    none,
  );
const since = new Date('2026-02-01');
const metformin = concept('Metformine 500 mg', [dinSystem, '02167786'], [ccddSystem, '9008212']);

describe('the medication profile', () => {
  it('makes one line of the prescription and the dispenses of one drug', () => {
    const days = { daysSupply: { value: 30, unit: 'jours' }, quantity: { value: 60, unit: 'comprimés' } };
    const pharmacy = {
      performer: [{ actor: { reference: 'Organization/1', display: 'Pharmacie du Parc' } }],
    };
    const lines = profileOf(
      [
        request('r1', concept('METFORMINE', [ccddSystem, '9008212']), {
          requester: { display: 'Dre Gagnon' },
        }),
      ],
      [
        dispense('d1', '2026-01-10', metformin, days),
        dispense('d2', '2026-02-09T10:00:00-05:00', concept('Metformine', [dinSystem, '2167786']), {
          ...days,
          ...pharmacy,
        }),
      ],
      since,
    );
    expect(lines).toMatchObject([
      {
        din: '02167786',
        ccdd: '9008212',
        active: true,
        prescriber: 'Dre Gagnon',
        coveredUntil: '2026-03-11',
        last: {
          id: 'd2',
          daysSupply: 30,
          quantity: { value: 60, unit: 'comprimés' },
          pharmacy: 'Pharmacie du Parc',
        },
        dispenses: [{ id: 'd2' }, { id: 'd1' }],
      },
    ]);
  });

  it('finds that two lines are one drug when a third shares a code with each', () => {
    const lines = profileOf(
      [request('a', concept('A', [dinSystem, '00000001'])), request('b', concept('B', [ccddSystem, '9']))],
      [dispense('c', '2026-02-02', concept('C', [dinSystem, '00000001'], [ccddSystem, '9']))],
      since,
    );
    expect(lines.map(line => line.prescriptions.length)).toEqual([2]);
  });

  it('tells drugs without a code by their name, whatever the accents', () => {
    const lines = profileOf(
      [request('a', { medicationCodeableConcept: { text: 'Lévothyroxine' } })],
      [dispense('b', '2026-02-02', { medicationCodeableConcept: { text: 'LEVOTHYROXINE ' } })],
      since,
    );
    expect(lines).toHaveLength(1);
  });

  it('keeps what still covers the period, and leaves out what ended before', () => {
    const handed = (id: string, date: string, value?: number) =>
      dispense(id, date, concept(id, ['s', id]), value ? { daysSupply: { value, code: 'd' } } : {});
    const lines = profileOf(
      [],
      [handed('covers', '2025-11-15', 90), handed('ended', '2025-11-15', 30), handed('recent', '2026-02-03')],
      since,
    );
    expect(lines.map(({ name }) => name)).toEqual(['recent', 'covers']);
  });

  it('counts neither what was not handed over nor what was an error', () => {
    const lines = profileOf(
      [
        request('x', metformin, { status: 'entered-in-error' }),
        request('y', concept('Y', ['s', 'y']), { status: 'stopped' }),
      ],
      [dispense('z', '2026-02-02', metformin, { status: 'cancelled' })],
      since,
    );
    expect(lines).toEqual([]);
  });

  it('puts active drugs first', () => {
    const lines = profileOf(
      [request('old', concept('Z', ['s', 'z']))],
      [dispense('d', '2026-02-05', concept('A', ['s', 'a']))],
      since,
    );
    expect(lines.map(({ name }) => name)).toEqual(['Z', 'A']);
  });
});

describe('how a resource says it', () => {
  it('a medication may be contained, referred to, or only named', () => {
    const medication = {
      resourceType: 'Medication',
      id: 'm',
      code: { coding: [{ system: dinSystem, code: '123' }] },
    };
    const contained = displayDispense(
      {
        resourceType: 'MedicationDispense',
        contained: [medication],
        medicationReference: { reference: '#m' },
      },
      none,
    );
    const referred = displayDispense(
      { resourceType: 'MedicationDispense', medicationReference: { reference: 'Medication/m' } },
      new Map([['Medication/m', medication]]),
    );
    expect([contained.drug.din, referred.drug.din]).toEqual(['00000123', '00000123']);
    const named = displayDispense(
      { resourceType: 'MedicationDispense', medicationReference: { display: 'Onguent' } },
      none,
    );
    expect(named.drug).toEqual({ name: 'Onguent', keys: ['name:onguent'] });
  });

  it('a length of supply may be written in weeks; in unknown units it is not known', () => {
    const supply = (daysSupply: object) => dispense('d', '2026-02-02', metformin, { daysSupply }).daysSupply;
    expect([
      supply({ value: 2, code: 'wk' }),
      supply({ value: 30 }),
      supply({ value: 3, unit: 'boîtes' }),
    ]).toEqual([14, 30, undefined]);
  });
});
