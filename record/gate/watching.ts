import type { ActorSpan } from '@continuum/record-journal';
import { type Decision, decide } from '@continuum/trust-access';
import type { Denied } from './denied.ts';
import { emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';
import type { CareAsked, Watching } from './watched.ts';

type Permit = Extract<Decision, { permit: true }>;

/** Decides a question of whoever watches accesses, and runs it; a denial is journalled before it is told. */
async function watched<T>(
  room: Room,
  question: Question,
  then: (decision: Permit) => Promise<T>,
): Promise<T | Denied> {
  const { actor, purpose, matrix } = room.opening;
  const decision = decide(matrix, actor, purpose, 'read', ['journal']);
  if (decision.permit) return then(decision);
  await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason: decision.denial })]);
  return { outcome: 'denied', decision };
}

const asked = (interaction: string, text: string): Question => ({ action: 'read', interaction, text });

const tell = (room: Room, question: Question) =>
  room.journal.append([emptyAnswer(room.opening, question, 'success', { domains: ['journal'] })]);

/** A person’s question about their own list: of those whom they may open. */
async function hasEntries(room: Room, usager: string, ids: readonly string[]) {
  const question: Question = { ...asked('journal', `journal ${ids.join(',')}`), usager };
  const { actor, purpose, matrix } = room.opening;
  const own = actor.kind === 'citizen';
  const decision = decide(matrix, actor, purpose, 'read', own ? [] : ['journal'], usager);
  if (!decision.permit) {
    await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason: decision.denial })]);
    return { outcome: 'denied' as const, decision };
  }
  const distinct = [...new Set(ids)];
  const count = distinct.length === 0 ? 0 : await room.journal.countOf(usager, distinct);
  await tell(room, question);
  return { outcome: 'found' as const, all: count === distinct.length };
}

const spanText = (spans: readonly ActorSpan[]): string =>
  `journal of ${spans.map(({ actor, from }) => `${actor} ${from.toISOString()}`).join(', ')}`.slice(0, 2_000);

/**
 * The journal as whoever watches accesses reads it: entries leave once the question is journalled. A stretch in which
 * there is nothing for them discloses nothing and leaves no line: the watch does not feed on its own questions. Neither do
 * numbers of the tree, nor a yes or no on care, which stays in the process (see `Access.lookup`).
 */
export function watching(room: Room): Watching {
  return {
    inOrder: ({ from, count, actors }) => {
      const question = asked('journal-in-order', `journal ${actors} ${from}+${count}`);
      return watched(room, question, async () => {
        const found = await room.journal.inOrder({ from, count, actors });
        if (found.entries.length > 0) await tell(room, question);
        return { outcome: 'found' as const, ...found };
      });
    },
    ofActors: spans => {
      const question = asked('journal-of-actors', spanText(spans));
      return watched(room, question, async () => {
        const entries = await room.journal.ofActors(spans);
        if (entries.length > 0) await tell(room, question);
        return { outcome: 'found' as const, entries };
      });
    },
    extentOf: (from, to) => {
      const question = asked('journal-extent', `journal ${from.toISOString()}/${to.toISOString()}`);
      return watched(room, question, async () => ({
        outcome: 'found' as const,
        ...(await room.journal.extentOf(from, to)),
      }));
    },
    entries: ids => {
      const question = asked('journal-entries', `journal ${ids.join(',')}`.slice(0, 2_000));
      return watched(room, question, async () => {
        const entries = await room.journal.anchoredEntries(ids);
        await tell(room, question);
        return { outcome: 'found' as const, entries };
      });
    },
    careLinks: (pairs: readonly CareAsked[], since) => {
      const question = asked('care-links', `care since ${since.toISOString()}: ${pairs.length}`);
      return watched(room, question, async () => {
        const linked = await room.store.careLinks(pairs, since);
        return { outcome: 'found' as const, linked };
      });
    },
    hasEntries: (usager, ids) => hasEntries(room, usager, ids),
  };
}
