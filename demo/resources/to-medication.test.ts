import { describe, expect, it } from 'vitest';
import { writeHistory } from '../histories/write-history.ts';
import { createTerritory } from '../territory/territory.ts';
import { openChart } from './chart.ts';
import { toMedication } from './to-medication.ts';

const today = new Date('2026-11-22T12:00:00Z');
const territory = createTerritory(300);
const treatments = territory.people.flatMap(person => {
  const chart = openChart(person, territory, today);
  return writeHistory(person, today, territory.random.fork(`${person.id}/history`))
    .filter(event => event.kind === 'treatment')
    .map(treatment => ({ treatment, resources: toMedication(treatment, chart) }));
});

const daysAgo = (date: unknown): number =>
  Math.round((today.getTime() - Date.parse(`${String(date).slice(0, 10)}T12:00:00Z`)) / 86_400_000);
const ofType = (resources: readonly Record<string, unknown>[], type: string) =>
  resources.filter(({ resourceType }) => resourceType === type);

describe('prescriptions and dispenses of a treatment', () => {
  it('keep each dispense, with its supply, within the treatment', () => {
    for (const { treatment, resources } of treatments)
      for (const { whenHandedOver, daysSupply } of ofType(resources, 'MedicationDispense')) {
        const handed = daysAgo(whenHandedOver);
        const last = treatment.days === undefined ? -Infinity : treatment.daysAgo - treatment.days;
        expect(handed).toBeLessThanOrEqual(treatment.daysAgo);
        expect(handed).toBeGreaterThan(0);
        expect(handed - (daysSupply as { value: number }).value).toBeGreaterThanOrEqual(last);
      }
  });

  it('leave no gap in a treatment that goes on, and one active prescription', () => {
    for (const { resources } of treatments.filter(({ treatment }) => treatment.days === undefined)) {
      const handed = ofType(resources, 'MedicationDispense').map(({ whenHandedOver, daysSupply }) => {
        const from = daysAgo(whenHandedOver);
        return { from, until: from - (daysSupply as { value: number }).value };
      });
      for (const [index, { from }] of handed.slice(1).entries()) expect(handed[index]!.until).toBe(from);
      expect(handed.at(-1)!.until).toBeLessThanOrEqual(0);
      const statuses = ofType(resources, 'MedicationRequest').map(({ status }) => status);
      expect(statuses.filter(status => status === 'active')).toHaveLength(1);
    }
  });

  it('say why a drug was stopped, and leave undispensed what nobody came for', () => {
    const stopped = treatments.filter(({ treatment }) => treatment.stopped);
    expect(stopped.length).toBeGreaterThan(5);
    for (const { resources } of stopped)
      expect(ofType(resources, 'MedicationRequest').at(-1)).toMatchObject({
        status: 'stopped',
        statusReason: { text: 'Hypokaliémie' },
      });
    const left = treatments.filter(({ treatment }) => treatment.neverDispensed);
    expect(left.length).toBe(7);
    for (const { resources } of left) expect(resources.map(({ status }) => status)).toEqual(['active']);
  });
});
