import { parseJson, type Resource } from '@continuum/standards-fhir';
import { describe, expect, it } from 'vitest';
import { tell } from './tell.ts';

const pharmacy = { resourceType: 'Organization', id: 'ph', name: 'Pharmacie du Coin' };
const included = new Map<string, Resource>([['Organization/ph', pharmacy]]);

/** As a line of the copy reads. */
function line(resource: object, language: 'fr' | 'en' = 'fr'): string {
  const { date, title, facts, source } = tell(
    parseJson(JSON.stringify(resource)) as Resource,
    language,
    included,
  );
  return [date, title, ...facts.map(({ label, value }) => `${label}: ${value}`), source]
    .filter(part => part !== undefined)
    .join(' | ')
    .replaceAll('\u00a0', ' ');
}

describe('what a copy says of one resource', () => {
  it.each<[string, object, 'fr' | 'en', string]>([
    [
      'a medication that was handed over: what, when, how much, by whom',
      {
        resourceType: 'MedicationDispense',
        status: 'completed',
        medicationCodeableConcept: { coding: [{ code: '02242115', display: 'RAMIPRIL 5 mg' }] },
        whenHandedOver: '2026-03-02T03:40:00Z',
        quantity: { value: 30, unit: 'capsule' },
        daysSupply: { value: 30, unit: 'jours' },
        performer: [{ actor: { reference: 'Organization/ph' } }],
      },
      'fr',
      '2026-03-01 | RAMIPRIL 5 mg | Quantité: 30 capsule | Durée: 30 jours | État: remis | Pharmacie du Coin',
    ],
    [
      'a result: its value with a sign, its range, and what the laboratory thinks of it',
      {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'Potassium' },
        effectiveDateTime: '2026-03',
        valueQuantity: { value: 5.87, comparator: '>', unit: 'mmol/L' },
        interpretation: [{ coding: [{ code: 'HH' }] }],
        referenceRange: [{ low: { value: 3.5 }, high: { value: 5.1, unit: 'mmol/L' } }],
      },
      'en',
      '2026-03 | Potassium | Value: > 5.87 mmol/L | Interpretation: high, critical | Reference range: 3.5 – 5.1 mmol/L | Status: final',
    ],
    [
      'a result of several parts',
      {
        resourceType: 'Observation',
        status: 'amended',
        code: { text: 'Tension artérielle' },
        component: [
          { code: { text: 'Systolique' }, valueQuantity: { value: 120, unit: 'mm Hg' } },
          { code: { text: 'Fumeur' }, valueBoolean: false },
        ],
      },
      'fr',
      'Tension artérielle | Détail: Systolique : 120 mm Hg; Fumeur : non | État: modifié',
    ],
    [
      'a refusal, by its name and not by its code',
      {
        resourceType: 'Consent',
        status: 'active',
        dateTime: '2026-01-05',
        category: [{ coding: [{ code: 'refusal' }] }],
        provision: { period: { start: '2026-01-05' } },
      },
      'fr',
      '2026-01-05 | Refus | État: en vigueur | En vigueur: 2026-01-05 – …',
    ],
    [
      'a choice that is no refusal',
      {
        resourceType: 'Consent',
        status: 'active',
        scope: { coding: [{ code: 'patient-privacy' }] },
        category: [{ coding: [{ code: 'results-as-soon-as-possible' }] }],
      },
      'en',
      'Results shown as soon as possible | Status: active',
    ],
    [
      'a visit of one day',
      {
        resourceType: 'Encounter',
        status: 'finished',
        class: { code: 'EMER' },
        period: { start: '2026-06-19T12:00:00-04:00', end: '2026-06-19T18:00:00-04:00' },
        serviceProvider: { display: 'CHUM' },
      },
      'fr',
      '2026-06-19 | Urgence | État: terminé | Période: 2026-06-19 | CHUM',
    ],
    ['what has no name, under that of its type', { resourceType: 'Specimen' }, 'en', 'Specimen'],
    [
      'a code that nobody translates, as it is',
      { resourceType: 'Task', status: 'x-y' },
      'fr',
      'Task | État: x-y',
    ],
  ])('%s', (_, resource, language, expected) => {
    expect(line(resource, language)).toBe(expected);
  });

  it('a decimal keeps the digits that were written', () => {
    const body =
      '{"resourceType":"Observation","code":{"text":"T"},"valueQuantity":{"value":5.40,"unit":"g"}}';
    const [value] = tell(parseJson(body) as Resource, 'fr', new Map()).facts;
    expect(value).toEqual({ label: 'Valeur', value: '5,40\u00a0g' });
  });
});
