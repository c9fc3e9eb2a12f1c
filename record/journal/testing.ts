import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { JournalFacts } from '@continuum/trust-audit';
import { createJournal, type Journal, type JournalOptions, migrations, type Sequenced } from './index.ts';

/** An access by the cast's physician. */
export const access = (usager: string, text = 'patient=1'): JournalFacts => ({
  who: {
    reference: 'Practitioner/medecin',
    name: 'Dre Anne Roy',
    profile: 'physician',
    kind: 'practitioner',
    credential: { kind: 'key', id: 'k1' },
  },
  purpose: { of: 'TREAT' },
  action: 'search',
  outcome: 'success',
  channel: 'fhir',
  address: '192.0.2.7',
  request: 'r1',
  query: { type: 'Observation', text },
  usager,
  domains: ['laboratory'],
});

/** A journal on a database and in a folder of its own. */
export interface Bench {
  database: TestDatabase;
  journal: Journal;
  data: string;
  /** Another process on the same journal. */
  again(options?: Partial<JournalOptions>): Journal;
  /**
   * Passes until everything committed is numbered. Transactions are counted per PostgreSQL, not per database:
   * those of other tests on the same one hold the horizon back for a moment.
   */
  sequenceAll(): Promise<Sequenced>;
  drop(): Promise<void>;
}

async function sequenceAll(journal: Journal): Promise<Sequenced> {
  let numbered = 0;
  for (;;) {
    const pass = await journal.sequence();
    numbered += pass.numbered;
    if ((await journal.verify()).tail.entries === 0) return { numbered, head: pass.head };
  }
}

export async function openBench(): Promise<Bench> {
  const database = await testDatabase([migrations]);
  const data = await mkdtemp(join(tmpdir(), 'continuum-journal-'));
  const again = (options: Partial<JournalOptions> = {}) =>
    createJournal({ pool: database.journal, data, ...options });
  const drop = async () => {
    await database.drop();
    await rm(data, { recursive: true, force: true });
  };
  const journal = again();
  return { database, data, again, journal, drop, sequenceAll: () => sequenceAll(journal) };
}
