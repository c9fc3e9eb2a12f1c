import { type Pool, type Statement, statement, type Tx } from '@continuum/record-database';
import type { Sight } from '@continuum/trust-access';
import { type CarePair, careLinks } from './care-link.ts';
import { changeMeta, type Locked, lockSeen, type MetaChange } from './change-meta.ts';
import { countDomains } from './count-domains.ts';
import {
  answerDeposit,
  type DepositPage,
  keepDeposit,
  keepSettled,
  keptTable,
  lastReceived,
  listDeposits,
  locationsOf,
  pendingDeposits,
  type ReceivedDeposit,
  readDeposit,
  type Settlement,
  type StoredDeposit,
  settleDeposit,
  waitingAbout,
  waitingDeposits,
} from './deposit.ts';
import {
  acknowledgeEvents,
  closeStream,
  countEvents,
  forgetEvents,
  openStream,
  readEvents,
  type StreamQuery,
  type Told,
  takeEvents,
} from './event-stream.ts';
import { everything } from './everything.ts';
import { exportRanges, forgetExport, listExport, writtenUntil } from './export-list.ts';
import type { ExportOrder, ExportRange } from './export-order.ts';
import { type ExportPage, readExport, readGroup } from './export-read.ts';
import { history } from './history.ts';
import { usagersInUse } from './in-use.ts';
import { limitProblems } from './limits.ts';
import { belongingNow, type Elsewhere, foreignTo, foreignUnseen, lockRows, takeTurn } from './lock-rows.ts';
import { newsSince } from './news.ts';
import {
  type KeptOverride,
  listOverrides,
  openOverride,
  openOverrides,
  overridesSince,
  type WhichOverrides,
} from './override.ts';
import type { WriteOptions } from './plan.ts';
import { currentReader, readVersion } from './read.ts';
import { type Made, ready, writingTables } from './ready.ts';
import { reindexSome } from './reindex.ts';
import { restrictionInForce } from './restricted.ts';
import { type KeptRelease, keepRelease, resultStates } from './result-release.ts';
import { type Key, toHeld, usagersOf } from './row.ts';
import type { Parameters } from './search/request.ts';
import { explainSearch, type SearchOptions, search } from './search/search.ts';
import type { Terminology } from './search/terminology.ts';
import { selectionProblems } from './selection.ts';
import { keepSigned, type SignedVersion, signedVersions, unsignedAmong } from './signed-act.ts';
import { standingReader } from './standing.ts';
import { run } from './statement.ts';
import type { Change, EverythingQuery, Held, HistoryQuery } from './stored.ts';
import { refusalInForce } from './visible.ts';
import { write } from './write.ts';

/** A refusal that hides something of the usager from that sight: all that its holder may learn. */
async function refused(db: Pool, sight: Sight, usager: string, now: Date): Promise<boolean> {
  if (sight.refusal === 'own') return false;
  const s = statement();
  const [row] = await run<{ refused: boolean }>(db, refusalInForce(s, usager, now), s);
  return row!.refused;
}

/** Whether a restriction in force names the reader of that sight: all that they may learn, besides that it can be overridden. */
async function isRestricted(db: Pool, { reader }: Sight, usager: string, now: Date): Promise<boolean> {
  if (reader === undefined) return false;
  const s = statement();
  const [row] = await run<{ restricted: boolean }>(db, restrictionInForce(reader, s, usager, now), s);
  return row!.restricted;
}

/** What stands, locked until the end of the transaction, seen by nobody: for decisions of the gate. By `Type/id`. */
async function standing(tx: Tx, keys: readonly Key[]): Promise<Map<string, Held>> {
  const rows = await lockRows(tx, keys);
  return new Map([...rows].map(([key, row]) => [key, toHeld(row)]));
}

export interface StoreOptions {
  /** For the searches that need one; may be given with a search instead. */
  terminology?: Terminology | undefined;
}

/** The record on PostgreSQL. Reads take a sight; `now` decides which refusals are in force. */
export function createStore(pool: Pool, { terminology }: StoreOptions = {}) {
  const standingOf = standingReader(pool);
  return {
    read: currentReader(pool),
    readVersion: (sight: Sight, now: Date, type: string, id: string, version: number) =>
      readVersion(pool, sight, now, type, id, version),
    history: (sight: Sight, now: Date, query: HistoryQuery, signal?: AbortSignal) =>
      history(pool, sight, now, query, signal),
    everything: (sight: Sight, now: Date, query: EverythingQuery, signal?: AbortSignal) =>
      everything(pool, sight, now, query, signal),
    search: (sight: Sight, type: string | undefined, parameters: Parameters, options: SearchOptions) =>
      search(pool, sight, type, parameters, { terminology, ...options }),
    /** How a search would be done: its statement and its plan. */
    explain: (sight: Sight, type: string | undefined, parameters: Parameters, options: SearchOptions) =>
      explainSearch(pool, sight, type, parameters, { terminology, ...options }),
    countDomains: (sight: Sight, now: Date, usager: string) => countDomains(pool, sight, now, usager),
    refused: (sight: Sight, usager: string, now: Date) => refused(pool, sight, usager, now),
    restricted: (sight: Sight, usager: string, now: Date) => isRestricted(pool, sight, usager, now),
    /** Whose information a resource is, seen or not: for the journal, never for an answer. */
    usagersOf: async (type: string, id: string): Promise<string[]> =>
      usagersOf(await belongingNow(pool, { type, id })),
    careLinks: (pairs: readonly CarePair[], since: Date) => careLinks(pool, pairs, since),
    foreignTo: (tx: Tx, changed: readonly Held[], source: string) => foreignTo(tx, changed, source),
    foreignUnseen: (tx: Tx, sight: Sight, now: Date, keys: readonly Key[], elsewhere: Elsewhere) =>
      foreignUnseen(tx, sight, now, keys, elsewhere),
    /** Opens a window over restrictions, in the transaction of the act. */
    openOverride: (tx: Tx, one: KeptOverride) => openOverride(tx, one),
    openOverrides: (practitioner: string, session: string, now: Date) =>
      openOverrides(pool, practitioner, session, now),
    listOverrides: (which: WhichOverrides) => listOverrides(pool, which),
    overridesSince: (since: Date) => overridesSince(pool, since),
    /** What a clinician decided of a result, in the transaction of the act. */
    keepRelease: (tx: Tx, one: KeptRelease) => keepRelease(tx, one),
    /** Whether the person sees their reports by now, of those that the sight sees. */
    resultStates: (sight: Sight, now: Date, usager: string) => resultStates(pool, sight, now, usager),
    usagersInUse: (tx: Tx, ids: readonly string[], source: string, leaving: readonly Key[]) =>
      usagersInUse(tx, ids, source, leaving),
    keepSigned: (tx: Tx, act: SignedVersion) => keepSigned(tx, act),
    unsignedAmong: (tx: Tx, written: readonly (Key & { version: number })[]) => unsignedAmong(tx, written),
    signedVersions: (sight: Sight, now: Date, type: string, ids: readonly string[]) =>
      signedVersions(pool, sight, now, type, ids),
    lockSeen: (tx: Tx, sight: Sight, now: Date, key: Key) => lockSeen(tx, sight, now, key),
    /** Of what `lockSeen` gave, in the same transaction: no new version. */
    changeMeta: (tx: Tx, locked: Locked, change: MetaChange) => changeMeta(tx, locked, change),
    /** In a transaction that begins again: nobody else that does goes on until its end. */
    takeTurn: (tx: Tx) => takeTurn(tx),
    /** All changes or none, in the caller's transaction. */
    write: (tx: Tx, changes: readonly Change[], options: WriteOptions) => write(tx, changes, options),
    /** The rows of changes that need no lock, to be written with those of others; or that they need the general way. */
    ready: (changes: readonly Change[], options: WriteOptions) => ready(standingOf, changes, options),
    /** The tables of a statement that writes what is ready, and the originals beside it. */
    readyTables(
      s: Statement,
      writes: readonly Made[],
      deposits: readonly (StoredDeposit & { job: number })[],
    ) {
      const { tables, guarded } = writingTables(s, writes);
      const kept = deposits.length > 0 ? [keptTable(s, deposits, guarded)] : [];
      return { tables: [...tables, ...kept], guarded };
    },
    standing,
    /** Indexes again some of the rows that an older extraction indexed. */
    reindexSome: () => reindexSome(pool),
    /** Under that id when one is given. */
    keepDeposit: (deposit: ReceivedDeposit & { id?: string }, db: Tx | Pool = pool) =>
      keepDeposit(db, deposit),
    keepSettled: (deposit: ReceivedDeposit & { id: string }, settlement: Settlement) =>
      keepSettled(pool, deposit, settlement),
    /** In the transaction that wrote what came out of the deposit, or by itself. */
    settleDeposit: (id: string, settlement: Settlement, db: Tx | Pool = pool) =>
      settleDeposit(db, id, settlement),
    answerDeposit: (id: string, claim: object, issues?: readonly object[]) =>
      answerDeposit(pool, id, claim, issues),
    waitingDeposits: (nams?: readonly string[]) => waitingDeposits(pool, nams),
    waitingAbout: (nams: readonly string[], birthDate?: string) => waitingAbout(pool, nams, birthDate),
    lastReceived: (sources: readonly string[]) => lastReceived(pool, sources),
    locationsOf: (locations: readonly string[], resources: readonly string[]) =>
      locationsOf(pool, locations, resources),
    pendingDeposits: (before: Date, limit?: number) => pendingDeposits(pool, before, limit),
    listDeposits: (page: DepositPage) => listDeposits(pool, page),
    readDeposit: (id: string) => readDeposit(pool, id),
    selectionProblems,
    limitProblems,
    writtenUntil: (moment: Date) => writtenUntil(pool, moment),
    listExport: (
      sight: Sight,
      now: () => Date,
      order: ExportOrder,
      type: string,
      alive: () => Promise<void>,
    ): Promise<void> => listExport(pool, sight, now, order, type, alive),
    exportRanges: (id: string, type: string, deleted: boolean, size: number) =>
      exportRanges(pool, id, type, deleted, size),
    readExport: (sight: Sight, now: Date, range: ExportRange, from?: ExportPage['next']) =>
      readExport(pool, sight, now, range, from),
    forgetExport: (id: string) => forgetExport(pool, id),
    openStream: (id: string) => openStream(pool, id),
    closeStream: (id: string) => closeStream(pool, id),
    /** In the transaction that journals what is told. */
    takeEvents: (tx: Tx, sight: Sight, now: Date, stream: StreamQuery, limit: number) =>
      takeEvents(tx, sight, now, stream, limit),
    readEvents: (sight: Sight, now: Date, id: string, told: Told, limit: number) =>
      readEvents(pool, sight, now, id, told, limit),
    acknowledgeEvents: (id: string, upTo: number) => acknowledgeEvents(pool, id, upTo),
    countEvents: (ids: readonly string[]) => countEvents(pool, ids),
    newsSince: (horizon: string | undefined) => newsSince(pool, horizon),
    forgetEvents: (before: Date) => forgetEvents(pool, before),
    readGroup: (sight: Sight, now: Date, id: string, source: string) =>
      readGroup(pool, sight, now, id, source),
  };
}

export type Store = ReturnType<typeof createStore>;
