import { decideExplain, limited, permitsScope } from '@continuum/trust-access';
import type { Access, ExplainOutcome } from './access.ts';
import { emptyAnswer, type Question } from './entries.ts';
import { queryText, type Room } from './reading.ts';

/** How a search would be done: decided, and journalled whatever the answer. It shows no row. */
export async function explain(
  room: Room,
  type: string | undefined,
  parameters: readonly [string, string][],
  options: Parameters<Access['explain']>[2] = {},
): Promise<ExplainOutcome> {
  const { actor, purpose, matrix } = room.opening;
  const text = `${queryText(type, parameters, options.compartment)}&_explain`;
  const question: Question = { action: 'search', interaction: 'explain', type, text };
  const journal = (outcome: 'success' | 'denied' | 'error', reason?: string) =>
    room.journal.append([
      emptyAnswer(room.opening, question, outcome, reason === undefined ? {} : { reason }),
    ]);
  const decision = permitsScope(actor.scopes, type ?? '*', 's')
    ? decideExplain(matrix, actor, purpose)
    : ({
        permit: false,
        denial: 'scope-not-allowed',
        text: `The access token does not allow system/${type ?? '*'}.s.`,
      } as const);
  if (!decision.permit) {
    await journal('denied', decision.denial);
    return { outcome: 'denied', decision };
  }
  const explained = await room.store.explain(limited(decision.sight, actor, 's'), type, parameters, {
    now: room.now(),
    ...options,
  });
  if (explained.outcome === 'invalid') await journal('error', 'invalid');
  else await journal('success');
  return explained;
}
