import { decide } from '@continuum/trust-access';
import type { JournalEntry } from '@continuum/trust-audit';
import type { JournalLine, JournalOutcome } from './access.ts';
import { emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';

/** What a person may read of an entry: who and why, never a number that identifies. */
function toLine(
  { id, at, action, outcome, who, purpose, channel, domains, interaction }: JournalEntry,
  reader: string,
): JournalLine {
  const { name, profile, kind, organization, remote } = who;
  return {
    id,
    at: new Date(at),
    action,
    outcome,
    actor: {
      ...{ name, profile, kind },
      ...(organization && { organization: organization.name }),
      ...(remote && { remote: remote.at }),
    },
    purpose: purpose.of,
    channel,
    domains: [...domains],
    ...(interaction?.startsWith('rights-') && { request: true }),
    own: who.reference === reader,
    ...(interaction === 'own-copy' && outcome === 'success' && { copied: true as const }),
  };
}

/**
 * Who opened, or tried to open, a usager's record: for the person themselves, those who act for them, and
 * surveillance. This look is journalled like any other, once the lines are read.
 */
export async function journalOf(
  room: Room,
  usager: string,
  page: { count?: number; cursor?: string },
): Promise<JournalOutcome> {
  const { actor, purpose, matrix } = room.opening;
  const question: Question = { action: 'read', interaction: 'journal', text: 'journal', usager };
  const own = actor.kind === 'citizen';
  const decision = decide(matrix, actor, purpose, 'read', own ? [] : ['journal'], usager);
  if (!decision.permit) {
    await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason: decision.denial })]);
    return { outcome: 'denied', decision };
  }
  const { entries, next } = await room.journal.linesOf(usager, page);
  await room.journal.append([emptyAnswer(room.opening, question, 'success', { domains: ['journal'] })]);
  return {
    outcome: 'found',
    lines: entries.map(entry => toLine(entry, actor.id)),
    ...(next === undefined ? {} : { next }),
  };
}
