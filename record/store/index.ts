export type { Locked, MetaChange } from './change-meta.ts';
export type {
  DepositPage,
  DepositState,
  KeptDeposit,
  ReceivedDeposit,
  Settlement,
  StoredDeposit,
} from './deposit.ts';
export type { StreamEvent, StreamQuery } from './event-stream.ts';
export type { ExportOrder, ExportRange } from './export-order.ts';
export type { ExportPage } from './export-read.ts';
export type { OverrideLine, WhichOverrides } from './override.ts';
export type { WriteOptions } from './plan.ts';
export type { Made, ReadyWrite } from './ready.ts';
export type { ResultState, ResultStateName } from './result-release.ts';
export type { Compartment } from './search/compartment.ts';
export type { Explained } from './search/explain.ts';
export type { Parameters } from './search/request.ts';
export type { FoundEntry, SearchOptions } from './search/search.ts';
export type { TermCode, Terminology } from './search/terminology.ts';
export type { SignedVersion } from './signed-act.ts';
export { createStore, type Store } from './store.ts';
export type {
  Change,
  Everything,
  EverythingQuery,
  Found,
  Held,
  History,
  HistoryQuery,
  SearchEntry,
  Stored,
  StoreReadOutcome,
  StoreWriteOutcome,
  Written,
} from './stored.ts';

/** Plain SQL, in order. */
export const migrations = new URL('./migrations/', import.meta.url);
