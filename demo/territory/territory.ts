import type { DemoPerson } from '../population/person.ts';
import { createPopulation } from '../population/population.ts';
import { createRandom, type Random } from '../population/random.ts';
import { createOrganizations, type DemoOrganization, type OrganizationKind } from './organization.ts';
import { createPractitioners, type DemoPractitioner } from './practitioner.ts';

/** Everything that does not depend on the day of loading. */
export interface Territory {
  people: DemoPerson[];
  organizations: DemoOrganization[];
  practitioners: DemoPractitioner[];
  random: Random;
  /** One that sends, of a kind, chosen for a person so that it stays the same all their life. */
  organizationFor(person: DemoPerson, kind: OrganizationKind): DemoOrganization;
  /** The person's physician. */
  physicianOf(person: DemoPerson): DemoPractitioner;
}

/** The seed is part of the version: the same version gives the same people. */
const seed = 'continuum-1';

/** Makes the territory of that many people. */
export function createTerritory(count: number): Territory {
  const random = createRandom(seed);
  const organizations = createOrganizations(random.fork('organizations'), count);
  const practitioners = createPractitioners(random.fork('practitioners'), organizations);
  const people = createPopulation(random.fork('people'), count);
  const physicians = practitioners.filter(
    ({ profile, organization }) => profile === 'physician' && organization.sends,
  );
  const choose = <T>(person: DemoPerson, name: string, among: readonly T[]): T =>
    random.fork(`${person.id}/${name}`).pick(among);
  return {
    people,
    organizations,
    practitioners,
    random,
    organizationFor(person, kind) {
      const sending = organizations.filter(candidate => candidate.kind === kind && candidate.sends);
      return choose(person, kind, sending);
    },
    physicianOf: person => choose(person, 'physician', physicians),
  };
}
