import type { WhichOverrides } from '@continuum/record-store';
import { decide } from '@continuum/trust-access';
import type { OverrideLine, OverridesOutcome } from './access.ts';
import { emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';

/** The windows that are open for this actor now; their own, so that nothing is disclosed. */
export async function openOverrides(room: Room): Promise<OverrideLine[]> {
  const { id, session, kind } = room.opening.actor;
  if (kind !== 'practitioner' || session === undefined) return [];
  return room.store.openOverrides(id, session, room.now());
}

/**
 * Who overrode restrictions, why and until when: of one usager, for the person themself, those who act for them, and
 * surveillance; of everybody, for surveillance. A look like any other.
 */
export async function overridesOf(room: Room, which: WhichOverrides): Promise<OverridesOutcome> {
  const { actor, purpose, matrix } = room.opening;
  const { usager } = which;
  const question: Question = {
    ...{ action: 'read', interaction: 'overrides', text: 'overrides' },
    ...(usager !== undefined && { usager }),
  };
  const own = actor.kind === 'citizen' && usager !== undefined;
  const decision = decide(matrix, actor, purpose, 'read', own ? [] : ['journal'], usager);
  if (!decision.permit) {
    await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason: decision.denial })]);
    return { outcome: 'denied', decision };
  }
  const found = await room.store.listOverrides(which);
  const usagers = usager === undefined ? [...new Set(found.overrides.map(one => one.usager))] : [usager];
  const each = (usagers.length > 0 ? usagers : [undefined]).map(one =>
    emptyAnswer(room.opening, question, 'success', { domains: ['journal'], ...(one && { usager: one }) }),
  );
  await room.journal.append(each);
  return { outcome: 'found', ...found };
}
