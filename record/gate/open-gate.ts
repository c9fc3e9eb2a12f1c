import type { Database } from '@continuum/record-database';
import {
  type Announcer,
  announceHeads,
  createJournal,
  type ExportedEntry,
  type Journal,
  migrations as ofJournal,
  type Sequenced,
  startSequencer,
} from '@continuum/record-journal';
import { createStore, migrations as ofStore, type Terminology } from '@continuum/record-store';
import { platformActor } from '@continuum/trust-access';
import { type JournalFacts, whoOf } from '@continuum/trust-audit';
import type { Logger } from 'pino';
import { createGate, type Gate } from './gate.ts';
import { keepIndexed } from './keep-indexed.ts';
import type { MatrixInForce } from './matrix-in-force.ts';
import { boundUnknownAttempts } from './unknown-attempts.ts';

/** Migrations of the store and of the journal, for the migrator. */
export const migrations = [ofStore, ofJournal];

export interface OpenGateOptions {
  database: Pick<Database, 'record' | 'journal'>;
  /** `CONTINUUM_DATA`: the journal's key and its signed heads. */
  data: string;
  log: Logger;
  clock?: () => Date;
  /** Answers searches that name value sets and hierarchies (`:in`, `:not-in`, `:above`, `:below`). */
  terminology?: Terminology;
  /** The table that decides; absent: the first. */
  matrix?: Pick<MatrixInForce, 'current'>;
}

/** The door, and the care of its journal. */
export interface OpenedGate extends Gate {
  /** `anchorOf` shows an entry: its caller has read, through an `Access`, the Provenance whose signature it is of. */
  journal: Pick<
    Journal,
    'verify' | 'prepareMonths' | 'publicKey' | 'anchorOf' | 'proofOf' | 'consistencyOf'
  > & {
    sequence(): Promise<Sequenced>;
    /** The entries of a month, for who operates the platform: that they were taken is an entry itself, written before. */
    exportMonth(month: string): AsyncGenerator<ExportedEntry[]>;
  };
  /** From now on, sends the newest signed head to an address outside every `everyMs`. */
  announceHeads(url: string, everyMs: number): void;
  /** Numbers and signs the journal from now on, every `everyMs`. */
  keepSequencing(everyMs: number): void;
  /** Indexes again, from now on, what an older version of the extraction indexed. */
  keepIndexed(): void;
  /** Every append is answered and the sequencer has stopped when it resolves. */
  close(): Promise<void>;
}

/** How long another process may be silent before this one looks whether it goes on. */
const indexerWaitMs = 5_000;

/** That the operator took a month of the journal. */
const exportEntry = (month: string): JournalFacts => ({
  who: whoOf(platformActor),
  purpose: { of: 'HSYSADMIN' },
  action: 'read',
  interaction: 'journal-export',
  outcome: 'success',
  channel: 'cli',
  address: 'local',
  request: 'journal-export',
  query: { text: `journal of ${month}` },
  domains: ['journal'],
});

async function* exportMonth(journal: Journal, month: string): AsyncGenerator<ExportedEntry[]> {
  await journal.append([exportEntry(month)]);
  yield* journal.entriesOfMonth(month);
}

/** Opens the door to a migrated database. */
export function openGate({ database, data, log, clock, terminology, matrix }: OpenGateOptions): OpenedGate {
  const journal = boundUnknownAttempts(createJournal({ pool: database.journal, data }), { log, clock });
  const store = createStore(database.record, { terminology });
  const gate = createGate({ pool: database.record, store, journal, matrix, ...(clock && { clock }) });
  let stopIndexing: ReturnType<typeof keepIndexed> | undefined;
  let announcer: Announcer | undefined;
  let sequencer: ReturnType<typeof startSequencer> | undefined;
  return {
    ...gate,
    journal: { ...journal, exportMonth: month => exportMonth(journal, month) },
    announceHeads(url, everyMs) {
      announcer ??= announceHeads({ pool: database.journal, url, everyMs, log });
    },
    keepSequencing(everyMs) {
      sequencer ??= startSequencer({ journal, everyMs, log });
    },
    keepIndexed() {
      stopIndexing ??= keepIndexed({ store, waitMs: indexerWaitMs, log });
    },
    async close() {
      await stopIndexing?.();
      await announcer?.stop();
      await sequencer?.stop();
      await journal.close();
    },
  };
}
