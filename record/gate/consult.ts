import type { Consultation, Denied } from './access.ts';
import { emptyAnswer, type Question } from './entries.ts';
import { permitted, type Room } from './reading.ts';

/** Scopes are about what is here: a question that tells nothing of it needs a known caller, no more. */
function withoutScopes(room: Room): Room {
  const { scopes: _, ...actor } = room.opening.actor;
  return { ...room, opening: { ...room.opening, actor } };
}

/**
 * Decides and journals a question that no row of the record answers: the terminology's tables, the validator.
 * Whoever may not ask is denied, like at any other question.
 */
export function consult(
  room: Room,
  { domains, ...question }: Consultation,
): Promise<{ outcome: 'permitted' } | Denied> {
  const asked: Question = { action: 'read', ...question };
  const asking = domains.length > 0 ? room : withoutScopes(room);
  return permitted(
    asking,
    asked,
    domains,
    async () => [],
    async () => {
      await room.journal.append([emptyAnswer(room.opening, asked, 'success', { domains })]);
      return { outcome: 'permitted' as const };
    },
  );
}
