import { refusedProfile, releaseRule } from '@continuum/trust-access';
import type { ResultStatesOutcome } from './access.ts';
import { emptyAnswer, type Question } from './entries.ts';
import { permitted, type Room } from './reading.ts';

const about: readonly string[] = releaseRule.domains;

/**
 * Whether a person sees their reports by now, and why, of those that the actor sees: for who cares for them, and never for
 * the person, to whom it would tell what they do not see yet. A look like any other.
 */
export async function resultStates(room: Room, usager: string): Promise<ResultStatesOutcome> {
  const question: Question = {
    ...{ action: 'read', interaction: 'result-states', type: 'DiagnosticReport' },
    ...{ text: 'release of results', usager },
  };
  const { kind } = room.opening.actor;
  if (kind !== 'practitioner' && kind !== 'unknown') {
    const reason = refusedProfile.denial;
    await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason, usager })]);
    return { outcome: 'denied', decision: refusedProfile };
  }
  return permitted<ResultStatesOutcome>(
    room,
    question,
    [],
    async () => [usager],
    async sight => {
      const results = await room.store.resultStates(sight, room.now(), usager);
      const domains = results.length > 0 ? sight.domains.filter(domain => about.includes(domain)) : [];
      await room.journal.append([emptyAnswer(room.opening, question, 'success', { domains, usager })]);
      return { outcome: 'found', results };
    },
  );
}
