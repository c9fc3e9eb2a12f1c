import type { StreamEvent } from '@continuum/record-store';
import {
  type Decision,
  decideNotification,
  domainsNamedBy,
  limited,
  permitsScope,
} from '@continuum/trust-access';
import type { Access, Denied } from './access.ts';
import { answer, emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';
import type { StreamRequest, Streams } from './streams.ts';
import { usagerInContext } from './usager-in-context.ts';

type Sight = Extract<Decision, { permit: true }>['sight'];

const pairs = (search: string): [string, string][] => [...new URLSearchParams(search)];

function questionOf({ type, text, search }: StreamRequest, interaction: string): Question {
  return { action: 'read', interaction, type, text, usager: usagerInContext(type, pairs(search)) };
}

/** The decision as it is now: the profile's, and what the token of the subscription allowed. */
function decideFor({ opening: { actor, purpose, matrix } }: Room, { type, domain }: StreamRequest): Decision {
  if (!permitsScope(actor.scopes, type, 'r')) {
    const text = `The access token does not allow system/${type}.r.`;
    return { permit: false, denial: 'scope-not-allowed', text };
  }
  const decision = decideNotification(matrix, actor, purpose, domain ? [domain] : domainsNamedBy(type));
  return decision.permit ? { permit: true, sight: limited(decision.sight, actor, 'r') } : decision;
}

const heldOf = (events: readonly StreamEvent[]) => events.flatMap(({ held }) => (held ? [held] : []));

/** Opens the changes of the record to subscribers. */
export function createStreams(deps: Omit<Room, 'opening'>): Streams {
  const { store, journal, pool, now } = deps;
  const permitted = async <T>(
    access: Access,
    request: StreamRequest,
    interaction: string,
    then: (room: Room, question: Question, sight: Sight) => Promise<T>,
  ): Promise<T | Denied> => {
    const { actor, purpose, matrix, origin } = access;
    const room: Room = { ...deps, opening: { actor, purpose, matrix, origin } };
    const question = questionOf(request, interaction);
    const decision = decideFor(room, request);
    if (decision.permit) return then(room, question, decision.sight);
    await journal.append([emptyAnswer(room.opening, question, 'denied', { reason: decision.denial })]);
    return { outcome: 'denied', decision };
  };
  return {
    open: (access, request) =>
      permitted(access, request, 'subscribe', async ({ opening }, question, sight) => {
        const issues = store.selectionProblems(sight, now(), request.type, request.search);
        const outcome = issues.length > 0 ? 'error' : 'success';
        await journal.append([emptyAnswer(opening, question, outcome, { domains: sight.domains })]);
        if (issues.length > 0) return { outcome: 'invalid' as const, issues };
        await store.openStream(request.id);
        return { outcome: 'opened' as const };
      }),
    take: (access, request, limit) =>
      permitted(access, request, 'notification', ({ opening }, question, sight) =>
        pool.transaction(async tx => {
          const events = await store.takeEvents(tx, sight, now(), request, limit);
          if (events.length > 0) await journal.appendWithin(tx, answer(opening, question, heldOf(events)));
          return { outcome: 'told' as const, events };
        }),
      ),
    pending: (access, request, limit) =>
      permitted(access, request, 'notification', async (_room, _question, sight) => ({
        outcome: 'told' as const,
        events: await store.readEvents(sight, now(), request.id, { pending: true }, limit),
      })),
    replay: (access, request, range, limit) =>
      permitted(access, request, 'notification-replay', async ({ opening }, question, sight) => {
        const events = await store.readEvents(sight, now(), request.id, range, limit);
        await journal.append(answer(opening, question, heldOf(events)));
        return { outcome: 'told' as const, events };
      }),
    acknowledge: (id, upTo) => store.acknowledgeEvents(id, upTo),
    counts: ids => store.countEvents(ids),
    news: horizon => store.newsSince(horizon),
    close: id => store.closeStream(id),
    forget: before => store.forgetEvents(before),
  };
}
