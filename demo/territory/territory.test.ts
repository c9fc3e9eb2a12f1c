import { describe, expect, it } from 'vitest';
import { ageOn } from '../population/person.ts';
import { createRandom } from '../population/random.ts';
import { createOrganizations } from './organization.ts';
import { displayName } from './practitioner.ts';
import { createTerritory } from './territory.ts';

const territory = createTerritory(500);
const epoch = new Date('2026-11-01');
const share = (matches: (age: number) => boolean) =>
  territory.people.filter(({ birthDate }) => matches(ageOn(birthDate, epoch))).length /
  territory.people.length;

describe('the territory', () => {
  it('is the same each time', () => {
    const again = createTerritory(500);
    expect(again.people).toEqual(territory.people);
    expect(again.organizations).toEqual(territory.organizations);
    expect(again.practitioners).toEqual(territory.practitioners);
  });

  // Large enough to have more clinics and pharmacies, and so more choice.
  it('keeps its people, their places and their physician when it grows', () => {
    const larger = createTerritory(20_000);
    expect(larger.organizations.length).toBeGreaterThan(territory.organizations.length);
    const view = (of: typeof territory) =>
      of.people
        .slice(0, 500)
        .map(person => [
          person,
          of.organizationFor(person, 'community-pharmacy').id,
          of.organizationFor(person, 'medical-laboratory').id,
          displayName(of.physicianOf(person)),
        ]);
    expect(view(larger)).toEqual(view(territory));
    const ids = new Set(larger.practitioners.map(({ id }) => id));
    expect(territory.practitioners.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  it('has Québec’s proportions: organizations by kind, and the ages of its people', () => {
    const counts = Map.groupBy(createOrganizations(createRandom('proportions'), 83_000), ({ kind }) => kind);
    expect(counts.get('community-pharmacy')).toHaveLength(19);
    expect(counts.get('medical-office')).toHaveLength(26);
    expect(share(age => age < 18)).toBeGreaterThan(0.12);
    expect(share(age => age < 18)).toBeLessThan(0.3);
    expect(share(age => age >= 65)).toBeGreaterThan(0.14);
    expect(share(age => age >= 65)).toBeLessThan(0.28);
    const women = territory.people.filter(({ sex }) => sex === 'female').length / 500;
    expect(women).toBeGreaterThan(0.44);
    expect(women).toBeLessThan(0.56);
  });

  it('has somebody of each name that the guides give', () => {
    const roles = territory.people.flatMap(({ role }) => role ?? []);
    expect(roles.toSorted()).toEqual(
      'ado-demo aidant-demo enfant-demo mere-demo refus-demo refus-partiel-demo usager-demo'.split(' '),
    );
    const staff =
      'medecin radiologiste pharmacien infirmiere archiviste gaa aga tvi avi surveillance surveillance-2 certification pilote';
    expect(territory.practitioners.flatMap(({ userName }) => userName ?? []).toSorted()).toEqual(
      staff
        .split(' ')
        .map(name => `${name}-demo`)
        .toSorted(),
    );
  });

  it('shows an organization that does not send, and nobody goes there', () => {
    expect(territory.organizations.some(({ sends }) => !sends)).toBe(true);
    for (const person of territory.people)
      expect(territory.organizationFor(person, 'imaging-department').sends).toBe(true);
  });
});
