import type { Actor } from '@continuum/trust-access';
import type { DemoPerson } from '../population/person.ts';

/** A person of the cast at their own portal. */
export const asThemselves = (person: DemoPerson): Actor => ({
  kind: 'citizen',
  id: `Patient/${person.id}`,
  name: `${person.givenName} ${person.familyName}`,
  profile: 'citizen',
  usagers: [person.id],
  credential: { kind: 'password', id: person.role! },
});
