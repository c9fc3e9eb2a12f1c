import { createGate, type Gate } from '@continuum/record-gate';
import { createJournal, type Journal } from '@continuum/record-journal';
import { createStore, type Store } from '@continuum/record-store';
import type { Sight } from '@continuum/trust-access';
import type { OpenGround } from '../ground.ts';

/** What a door is made without, to know what it costs. The server has no such switch. */
export interface Parts {
  /** Refusals and restrictions, in the predicate of every statement. */
  refusal: boolean;
  /** The entry that is durable before the answer leaves. */
  journal: boolean;
}

/** The sight without what persons refuse and restrict; the rest of the predicate stays. */
const opened = ({ reader: _, ...sight }: Sight): Sight => ({ ...sight, refusal: 'own' });

const withoutRefusal = (store: Store): Store => ({
  ...store,
  read: (sight, ...rest) => store.read(opened(sight), ...rest),
  search: (sight, ...rest) => store.search(opened(sight), ...rest),
  refused: async () => false,
  restricted: async () => false,
});

const withoutJournal = (journal: Journal): Journal => ({ ...journal, append: async () => undefined });

/** A door over the ground’s database, made of the product’s own parts but for those left out. */
export function wire(
  { database, server }: OpenGround,
  { refusal, journal }: Parts,
): Gate & { close(): Promise<void> } {
  const store = createStore(database.record);
  const kept = createJournal({ pool: database.journal, data: server.data });
  const gate = createGate({
    pool: database.record,
    store: refusal ? store : withoutRefusal(store),
    journal: journal ? kept : withoutJournal(kept),
  });
  return { ...gate, close: () => kept.close() };
}
