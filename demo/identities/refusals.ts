import type { Gate } from '@continuum/record-gate';
import { setRefusal } from '@continuum/registries-consent';
import { createCalendar } from '../resources/calendar.ts';
import type { Territory } from '../territory/territory.ts';
import { asThemselves } from './themselves.ts';

/** How long ago the partial refusal draws its line, in days. */
const partialRefusalDays = 730;

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
