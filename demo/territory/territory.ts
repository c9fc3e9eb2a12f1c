import type { DemoPerson } from '../population/person.ts';
import { createPopulation } from '../population/population.ts';
import { createRandom, type Random } from '../population/random.ts';
import {
  createOrganizations,
  type DemoOrganization,
  type OrganizationKind,
  organizationCount,
} from './organization.ts';
import { createPractitioners, type DemoPractitioner } from './practitioner.ts';

/** Everything that does not depend on the day of loading. */
export interface Territory {
  people: DemoPerson[];
  organizations: DemoOrganization[];
  practitioners: DemoPractitioner[];
  random: Random;
  /** One that sends, of a kind, chosen for a person so that it stays the same all their life. */
  organizationFor(person: DemoPerson, kind: OrganizationKind): DemoOrganization;
  /** The person's physician, in the clinic where they go. */
  physicianOf(person: DemoPerson): DemoPractitioner;
}

/** The seed is part of the version: the same version gives the same people. */
const seed = 'continuum-1';

/** Makes the territory of that many people. A larger one keeps them, where they go and who treats them. */
export function createTerritory(count: number): Territory {
  const random = createRandom(seed);
  const organizations = createOrganizations(random.fork('organizations'), count);
  const practitioners = createPractitioners(random.fork('practitioners'), organizations);
  const people = createPopulation(random.fork('people'), count);
  const ranks = new Map(people.map(({ id }, index) => [id, index + 1]));
  const ofKind = Map.groupBy(organizations, ({ kind }) => kind);
  const physicians = Map.groupBy(
    practitioners.filter(({ profile }) => profile === 'physician'),
    ({ organization }) => organization.id,
  );
  const family = practitioners.find(({ userName }) => userName === 'medecin-demo')!;
  // Only those that a territory ending with this person would have: more people do not move anybody.
  const within = (person: DemoPerson, kind: OrganizationKind): DemoOrganization[] =>
    (ofKind.get(kind) ?? [])
      .slice(0, organizationCount(kind, ranks.get(person.id)!))
      .filter(({ sends }) => sends);
  const choose = <T>(person: DemoPerson, name: string, among: readonly T[]): T =>
    random.fork(`${person.id}/${name}`).pick(among);
  const organizationFor = (person: DemoPerson, kind: OrganizationKind) =>
    choose(person, kind, within(person, kind));
  return {
    people,
    organizations,
    practitioners,
    random,
    organizationFor,
    physicianOf: person =>
      person.role
        ? family
        : choose(person, 'physician', physicians.get(organizationFor(person, 'medical-office').id) ?? []),
  };
}
