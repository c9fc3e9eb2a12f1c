export type { EntryAnchor, HeadConsistency } from './anchor.ts';
export { type Announcer, announceHeads } from './announce-heads.ts';
export type { ActorSpan } from './in-order.ts';
export { createJournal, type Journal, type JournalOptions } from './journal.ts';
export type { Lines, LookSought, Page } from './lines.ts';
export type { ExportedEntry } from './month.ts';
export type { Row as JournalRow } from './row.ts';
export type { Sequenced } from './sequence.ts';
export { type Sequencer, type SequencerOptions, startSequencer } from './sequencer.ts';
export { JournalUnavailable } from './unavailable.ts';
export type { Broken, Damage, Verification } from './verification.ts';

/** The journal's tables. */
export const migrations = new URL('./migrations/', import.meta.url);
