import type { Gate } from '@continuum/record-gate';
import { writeChoice } from '@continuum/services-release';
import type { Territory } from '../territory/territory.ts';
import { asThemselves } from './themselves.ts';

/** Who of the cast sees their results as soon as possible; the others, after the usual delay. */
const soonest = ['usager-demo'];

/** What the cast chose of their results, as the persons themselves would. A choice that was made stays. */
export async function chooseReleases(gate: Gate, { people }: Territory): Promise<void> {
  for (const person of people.filter(({ role }) => role !== undefined && soonest.includes(role))) {
    const origin = { request: `demo-${person.role}-results`, address: '127.0.0.1', channel: 'demo' };
    const access = gate.open(asThemselves(person), { of: 'PATRQT' }, origin);
    const { outcome } = await writeChoice(access, person.id, true, new Date());
    if (outcome !== 'written') throw new Error(`${person.role}: the choice could not be registered.`);
  }
}
