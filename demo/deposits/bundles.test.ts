import { type Resource, validate } from '@continuum/standards-fhir';
import { describe, expect, it } from 'vitest';
import { analyses } from '../histories/analyses.data.ts';
import { createTerritory } from '../territory/territory.ts';
import { personDeposits, populationDeposits, registryDeposits } from './bundles.ts';

const today = new Date('2026-11-22T12:00:00Z');
const territory = createTerritory(500);
const resourcesOf = (bundle: Resource) =>
  (bundle.entry as { resource: Resource }[]).map(({ resource }) => resource);
const histories = territory.people.map(person => ({
  person,
  deposits: personDeposits(person, territory, today),
}));
const clinical = histories.flatMap(({ deposits }) => deposits.flatMap(({ bundle }) => resourcesOf(bundle)));
const ofType = (type: string) => clinical.filter(({ resourceType }) => resourceType === type);

/** What a laboratory would call back rather than send, by LOINC. */
const plausible: Record<string, [number, number]> = {
  [analyses.glucose.loinc]: [2.5, 25],
  [analyses.hba1c.loinc]: [3.5, 15],
  [analyses.creatinine.loinc]: [30, 400],
  [analyses.egfr.loinc]: [15, 150],
  [analyses.sodium.loinc]: [125, 155],
  [analyses.potassium.loinc]: [2.5, 6.5],
  [analyses.hemoglobin.loinc]: [70, 200],
  [analyses.leukocytes.loinc]: [2, 25],
  [analyses.platelets.loinc]: [80, 700],
  [analyses.inr.loinc]: [0.7, 6],
  [analyses.tsh.loinc]: [0.05, 25],
};

describe('the deposits of the synthetic territory', () => {
  it('are valid FHIR R4, every resource of them, without a remark', () => {
    const registers = [...registryDeposits(territory), ...populationDeposits(territory)];
    const all = [...clinical, ...registers.flatMap(({ bundle }) => resourcesOf(bundle))];
    expect(all.length).toBeGreaterThan(20_000);
    expect(all.flatMap(resource => validate(resource)).slice(0, 3)).toEqual([]);
  }, 60_000);

  it('are the same each time, and those of the first people do not change with more people', () => {
    const larger = createTerritory(700);
    for (const { person, deposits } of histories.slice(0, 60)) {
      expect(personDeposits(person, territory, today)).toEqual(deposits);
      expect(personDeposits(larger.people.find(({ id }) => id === person.id)!, larger, today)).toEqual(
        deposits,
      );
    }
  });

  it('are only of the new people, when there are more', () => {
    const larger = createTerritory(700);
    const sent = populationDeposits(larger, 500).flatMap(({ bundle }) => resourcesOf(bundle));
    expect(sent.map(({ id }) => id)).toEqual(larger.people.slice(500).map(({ id }) => id));
    expect(registryDeposits(larger, territory)).toEqual([]);
  });

  it('have keys of their own', () => {
    const keys = histories.flatMap(({ deposits }) => deposits.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('measure what a living person can have', () => {
    for (const { code, valueQuantity } of ofType('Observation')) {
      const { loinc } = { loinc: (code as { coding: { code: string }[] }).coding[0]!.code };
      const limits = plausible[loinc];
      const value = (valueQuantity as { value: number } | undefined)?.value;
      if (!limits || value === undefined) continue;
      expect(value, loinc).toBeGreaterThanOrEqual(limits[0]);
      expect(value, loinc).toBeLessThanOrEqual(limits[1]);
    }
  });

  it('dispense only what was prescribed, on the day of the prescription or later', () => {
    for (const { deposits } of histories) {
      const all = deposits.flatMap(({ bundle }) => resourcesOf(bundle));
      const first = new Map<string, string>();
      const nameOf = ({ medicationCodeableConcept }: Resource) =>
        (medicationCodeableConcept as { text: string }).text;
      for (const request of all.filter(({ resourceType }) => resourceType === 'MedicationRequest')) {
        const [name, on] = [nameOf(request), String(request.authoredOn)];
        if (!first.has(name) || on < first.get(name)!) first.set(name, on);
      }
      for (const dispense of all.filter(({ resourceType }) => resourceType === 'MedicationDispense'))
        expect(String(dispense.whenHandedOver) >= first.get(nameOf(dispense))!).toBe(true);
    }
  });

  it('name each report’s results in the same deposit', () => {
    for (const { deposits } of histories.slice(0, 100))
      for (const { bundle } of deposits) {
        const entries = bundle.entry as { fullUrl: string; resource: Resource }[];
        const urls = new Set(entries.map(({ fullUrl }) => fullUrl));
        const results = entries.flatMap(({ resource }) => (resource.result ?? []) as { reference: string }[]);
        for (const { reference } of results) expect(urls).toContain(reference);
      }
  });
});
