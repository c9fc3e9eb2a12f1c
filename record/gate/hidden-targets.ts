import type { Tx } from '@continuum/record-database';
import type { Held } from '@continuum/record-store';
import { decide, domainsNamedBy, limited, permitsScope } from '@continuum/trust-access';
import type { JournalFacts } from '@continuum/trust-audit';
import { emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';
import { shared } from './shared-domains.ts';

type Key = Pick<Held, 'type' | 'id'>;

const blind = { domains: [], usagers: [], refusal: 'obeyed' } as const;

/** What the writer would see by reading, with this token. */
function sightOf({ opening: { actor, purpose, matrix } }: Room, type: string) {
  if (!permitsScope(actor.scopes, type, 'r')) return blind;
  const decision = decide(matrix, actor, purpose, 'read', domainsNamedBy(type));
  return decision.permit ? limited(decision.sight, actor, 'r') : blind;
}

/**
 * Of what a source asks to delete, or to update at a version, what another one sent and it cannot see: for it, that is
 * not there. To be asked in the transaction that holds the rows.
 */
export async function hiddenTargets(room: Room, tx: Tx, keys: readonly Key[]): Promise<Held[]> {
  const { actor } = room.opening;
  const elsewhere = { source: actor.source?.id ?? actor.id, shared };
  const hidden: Held[] = [];
  for (const [type, some] of Map.groupBy(keys, key => key.type))
    hidden.push(...(await room.store.foreignUnseen(tx, sightOf(room, type), room.now(), some, elsewhere)));
  return hidden;
}

/** Whom they were aimed at reads that they were refused, whatever the source was told. */
export function entriesOfHidden(room: Room, question: Question, hidden: readonly Held[]): JournalFacts[] {
  if (hidden.length === 0) return [];
  const usagers = [...new Set(hidden.flatMap(one => one.usagers))];
  return (usagers.length === 0 ? [undefined] : usagers).map(usager =>
    emptyAnswer(room.opening, question, 'denied', { reason: 'source-not-allowed', usager }),
  );
}
