import type { JournalEntry } from '@continuum/trust-audit';
import type { OwnJournalOutcome, OwnLine } from './access.ts';
import { emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';

/** What one did, without whose record it was: to show that again would be another look at it. */
const toOwnLine = ({
  id,
  at,
  action,
  outcome,
  purpose,
  channel,
  domains,
  usager,
}: JournalEntry): OwnLine => ({
  ...{ id, at: new Date(at), action, outcome, purpose: purpose.of, channel, domains: [...domains] },
  aboutUsager: usager !== undefined,
});

/**
 * What whoever asks did themself, newest first: of nobody else, and it needs no profile. A person who works, signed in by
 * themself: neither a citizen, a system nor an application. This look is journalled too, once the lines are read.
 */
export async function ownJournal(
  room: Room,
  page: { count?: number; cursor?: string },
): Promise<OwnJournalOutcome> {
  const { actor } = room.opening;
  const question: Question = { action: 'read', interaction: 'own-journal', text: 'own journal' };
  if (actor.kind !== 'practitioner' || actor.application !== undefined) {
    await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason: 'not-own' })]);
    return { outcome: 'denied' };
  }
  const { entries, next } = await room.journal.linesOfActor(actor.id, page);
  await room.journal.append([emptyAnswer(room.opening, question, 'success', { domains: [] })]);
  return {
    outcome: 'found',
    lines: entries.map(toOwnLine),
    ...(next === undefined ? {} : { next }),
  };
}
