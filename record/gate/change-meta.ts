import { DatabaseConflict, type Tx } from '@continuum/record-database';
import type { Held, Locked, MetaChange } from '@continuum/record-store';
import { decide, domainsNamedBy, permitsScope } from '@continuum/trust-access';
import type { Denied, MetaOutcome, MetaRequest } from './access.ts';
import { answer, emptyAnswer, type Question } from './entries.ts';
import { permitted, type Room, shown } from './reading.ts';
import { shared } from './shared-domains.ts';

type Refusal = Denied['decision'];

const foreign = ({ type, id }: Held): Refusal => ({
  permit: false,
  denial: 'source-not-allowed',
  text: `${type}/${id}: only who sent it may change it.`,
});

const beyondToken: Refusal = {
  permit: false,
  denial: 'scope-not-allowed',
  text: 'The access token does not allow updates of that.',
};

/** As for any other write: the domain, the usager of a citizen, and the source that sent it. */
function refusalOf({ opening: { actor, purpose, matrix } }: Room, locked: Locked): Refusal | undefined {
  if (!permitsScope(actor.scopes, locked.type, 'u')) return beyondToken;
  const usagers =
    actor.kind === 'citizen' ? (locked.usagers.length > 0 ? locked.usagers : ['']) : [undefined];
  for (const usager of usagers) {
    const decision = decide(matrix, actor, purpose, 'write', [locked.domain], usager);
    if (!decision.permit) return decision;
  }
  const isOwn = actor.kind === 'citizen' || locked.source === (actor.source?.id ?? actor.id);
  return isOwn || shared.includes(locked.domain) ? undefined : foreign(locked);
}

type Done = { held: Held } | { refused: Refusal; usagers: readonly string[] } | undefined;

async function changeWithin(
  room: Room,
  tx: Tx,
  sight: Parameters<typeof room.store.lockSeen>[1],
  { type, id, change }: MetaRequest,
  question: Question,
): Promise<Done> {
  const locked = await room.store.lockSeen(tx, sight, room.now(), { type, id });
  if (!locked) return undefined;
  const refused = refusalOf(room, locked);
  if (refused) return { refused, usagers: locked.usagers };
  const held = await room.store.changeMeta(tx, locked, change as MetaChange);
  await room.journal.appendWithin(tx, answer(room.opening, question, [held]));
  return { held };
}

const attempts = 4;

async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DatabaseConflict) || attempt === attempts) throw error;
    }
  }
}

/**
 * R4 `$meta-add` and `$meta-delete`: the current version's profiles, tags and labels, with its journal entry in one
 * transaction. What is said of the resource does not change, so there is no new version; the journal says who.
 */
export function changeMeta(room: Room, request: MetaRequest): Promise<MetaOutcome> {
  const { type, id, interaction, text } = request;
  const asked: Question = { action: 'read', interaction, type, text };
  const question: Question = { action: 'write', interaction, type, text };
  const whose = () => room.store.usagersOf(type, id);
  return permitted(room, asked, domainsNamedBy(type), whose, async (sight): Promise<MetaOutcome> => {
    const done = await withRetry(() =>
      room.pool.transaction(tx => changeWithin(room, tx, sight, request, question)),
    );
    if (done && 'held' in done) return { outcome: 'changed', stored: shown(done.held) };
    const usagers = done ? done.usagers : await whose();
    const reason = done && { reason: done.refused.denial };
    const entries = (usagers.length > 0 ? usagers : [undefined]).map(usager =>
      emptyAnswer(room.opening, question, done ? 'denied' : 'not-found', { ...reason, usager }),
    );
    await room.journal.append(entries);
    return done ? { outcome: 'denied', decision: done.refused } : { outcome: 'not-found' };
  });
}
