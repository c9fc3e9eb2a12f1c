import type { JournalEntry } from '@continuum/trust-audit';

let number = 0;

/** An id like the journal’s own: UUID version 7, in the order in which they are made. */
const nextId = (): string => `00000000-0000-7000-8000-${String(++number).padStart(12, '0')}`;

type Change = Partial<Omit<JournalEntry, 'who' | 'query'>> & {
  who?: Partial<JournalEntry['who']>;
  query?: JournalEntry['query'];
};

/** A look of Dr Gagnon at a laboratory result of `u1`, on a Monday morning of Québec, unless told otherwise. */
export function line({ who, ...change }: Change = {}): JournalEntry {
  return {
    ...{ id: nextId(), at: '2026-11-02T15:00:00.000Z', action: 'search', outcome: 'success' },
    ...{ channel: 'api', address: '192.0.2.1', request: 'r', purpose: { of: 'TREAT' } },
    ...{ usager: 'u1', domains: ['laboratory'] },
    ...change,
    who: {
      ...{ reference: 'Practitioner/gagnon', name: 'Dre Gagnon', profile: 'physician', kind: 'practitioner' },
      ...{ organization: { id: 'clinic', name: 'Clinique' }, credential: { kind: 'key', id: 'k' } },
      ...who,
    },
  };
}

/** The same at each of these usagers, a minute apart. */
export const lines = (usagers: readonly string[], change: Change = {}): JournalEntry[] =>
  usagers.map((usager, at) =>
    line({ at: new Date(Date.parse('2026-11-02T15:00:00Z') + at * 60_000).toISOString(), ...change, usager }),
  );
