import type { Gate } from '@continuum/record-gate';
import { setRefusal } from '@continuum/registries-consent';
import type { Actor } from '@continuum/trust-access';
import type { DemoPerson } from '../population/person.ts';
import { createCalendar } from '../resources/calendar.ts';
import type { Territory } from '../territory/territory.ts';

/** How long ago the partial refusal draws its line, in days. */
const partialRefusalDays = 730;

const asThemselves = (person: DemoPerson): Actor => ({
  kind: 'citizen',
  id: `Patient/${person.id}`,
  name: `${person.givenName} ${person.familyName}`,
  profile: 'citizen',
  usagers: [person.id],
  credential: { kind: 'password', id: person.role! },
});

/** Refusals of the cast, set as the persons themselves would. Those already set stay. */
export async function setRefusals(gate: Gate, { people }: Territory, today: Date): Promise<void> {
  const terms = {
    'refus-demo': {},
    'refus-partiel-demo': { before: createCalendar(today).on(partialRefusalDays) },
  };
  for (const [role, refusal] of Object.entries(terms)) {
    const person = people.find(candidate => candidate.role === role)!;
    const origin = { request: `demo-${role}`, address: '127.0.0.1', channel: 'demo' };
    const access = gate.open(asThemselves(person), { of: 'PATRQT' }, origin);
    const { outcome } = await setRefusal(access, person.id, refusal, new Date());
    if (outcome !== 'registered' && outcome !== 'already')
      throw new Error(`${role}: the refusal could not be set.`);
  }
}
