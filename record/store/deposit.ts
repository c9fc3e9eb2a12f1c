import { createHash, randomUUID } from 'node:crypto';
import { type Pool, type Query, type Statement, statement, textColumn } from '@continuum/record-database';
import { fromCursor, toCursor } from './cursor.ts';
import { run } from './statement.ts';

export type DepositState = 'received' | 'stored' | 'waiting' | 'unusable' | 'refused' | 'closed';

/** An original as it comes in. */
export interface ReceivedDeposit {
  /** Id of the source system. */
  source: string;
  format: string;
  contentType: string;
  /** What makes a replay recognisable for this source; without it, each reception is a new deposit. */
  key?: string;
  bytes: Uint8Array;
  /** Where the bytes already lie durably; then they are not stored twice. */
  location?: string;
  received: Date;
  /** Who deposited it and from where, as they were then. */
  actor: object;
  origin: object;
  /** The interaction that the bytes are the body of, when they are one's. */
  request?: object;
  /** The signature of the request that brought them. */
  signature?: object;
}

/** What became of a deposit. */
export interface Settlement {
  state: Exclude<DepositState, 'received'>;
  reason?: string;
  /** Who the deposit says the usager is, while it waits. */
  claim?: object;
  issues?: object[];
  /** `Type/id/_history/version` of what was written. */
  result?: string[];
  settled: Date;
}

/** A deposit as the work lists show it. */
export interface KeptDeposit {
  id: string;
  source: string;
  format: string;
  contentType: string;
  key?: string;
  sha256: string;
  size: number;
  location?: string;
  received: Date;
  state: DepositState;
  settled?: Date;
  reason?: string;
  claim?: Record<string, unknown>;
  issues?: Record<string, unknown>[];
  result?: string[];
  actor: Record<string, unknown>;
  origin: Record<string, unknown>;
  request?: Record<string, unknown>;
  signature?: Record<string, unknown>;
}

type Db = { query: Query };

const storable = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value;

/**
 * What is told of a deposit may quote it, or a part of it, and PostgreSQL keeps neither a NUL nor half of a pair of surrogates in
 * JSON: they are written as what cannot be read.
 */
function toJson(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return /\\u(?:0000|d[89a-f])/.test(text) ? JSON.stringify(value, storable) : text;
}

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** The same source, key and bytes are the same deposit: its id says so, in the form of a UUID (RFC 9562, v8). */
function idOf({ source, key }: ReceivedDeposit, digest: string): string {
  if (key === undefined) return randomUUID();
  const hex = sha256(JSON.stringify([source, key, digest])).toString('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const columns = `id, source, format, content_type AS "contentType", key, sha256, size, location, received, state,
  settled, reason, claim, issues, result, actor, origin, request, signature`;

type Nullable<T> = { [K in keyof T]: T[K] | null };

/** Absent is undefined for callers, null in the table. */
const toKept = (row: Nullable<KeptDeposit>): KeptDeposit =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as KeptDeposit;

const keep = `INSERT INTO record.deposit
  (id, source, format, content_type, key, sha256, size, bytes, location, received, state, actor, origin, request,
   signature)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'received', $11, $12, $13, $14)
  ON CONFLICT (id) DO NOTHING RETURNING ${columns}`;

/** An original that is kept together with what came out of it. */
export interface StoredDeposit extends ReceivedDeposit {
  id: string;
  sha256: string;
  /** `Type/id/_history/version` of what was written. */
  result: readonly string[];
  settled: Date;
}

/**
 * The part of a statement that keeps originals as `stored`, beside the rows that came out of them. The numbers are
 * those of their jobs; with `guarded`, those of the table `failed` are left out.
 */
export function keptTable(
  s: Statement,
  deposits: readonly (StoredDeposit & { job: number })[],
  guarded: boolean,
): string {
  const column = (of: (one: StoredDeposit) => string | null) => textColumn(s, deposits.map(of));
  const bytes = (one: StoredDeposit) =>
    one.location === undefined ? Buffer.from(one.bytes).toString('hex') : null;
  const values = [
    `${column(d => d.id)}::uuid[]`,
    column(d => d.source),
    column(d => d.format),
    column(d => d.contentType),
    column(d => d.sha256),
    s.param(
      deposits.map(d => d.bytes.byteLength),
      'int[]',
    ),
    column(bytes),
    column(d => d.location ?? null),
    `${column(d => d.received.toISOString())}::timestamptz[]`,
    `${column(d => d.settled.toISOString())}::timestamptz[]`,
    `${column(d => JSON.stringify(d.result))}::jsonb[]`,
    `${column(d => toJson(d.actor))}::jsonb[]`,
    `${column(d => toJson(d.origin))}::jsonb[]`,
    `${column(d => toJson(d.request))}::jsonb[]`,
    `${column(d => toJson(d.signature))}::jsonb[]`,
    s.param(
      deposits.map(({ job }) => job),
      'int[]',
    ),
  ];
  const names = `id, source, format, content_type, sha256, size, bytes, location, received, settled, result, actor,
      origin, request, signature`;
  return `deposited AS (INSERT INTO record.deposit (${names}, state)
    SELECT ${names.replace(' bytes', " coalesce(decode(bytes, 'hex'), CASE WHEN location IS NULL THEN ''::bytea END)")}, 'stored'
    FROM unnest(${values.join(', ')}) AS t (${names}, job)
    ${guarded ? 'WHERE job NOT IN (SELECT job FROM failed)' : ''})`;
}

const one = `SELECT ${columns} FROM record.deposit WHERE id = $1`;

/**
 * Keeps an original byte for byte; durable once it resolves (outside a transaction). The same source, key and
 * bytes again give the deposit that stands, with `replayed`.
 */
export async function keepDeposit(
  db: Db,
  deposit: ReceivedDeposit & { id?: string },
): Promise<{ deposit: KeptDeposit; replayed: boolean }> {
  const digest = sha256(deposit.bytes).toString('hex');
  const id = deposit.id ?? idOf(deposit, digest);
  const { source, format, contentType, key, location, received } = deposit;
  const bytes = location === undefined ? Buffer.from(deposit.bytes) : null;
  const documents = [deposit.actor, deposit.origin, deposit.request, deposit.signature].map(toJson);
  const values = [
    id,
    source,
    format,
    contentType,
    key ?? null,
    digest,
    deposit.bytes.byteLength,
    bytes,
    location ?? null,
    received,
    ...documents,
  ];
  const [kept] = await run<Nullable<KeptDeposit>>(db, keep, { values });
  if (kept) return { deposit: toKept(kept), replayed: false };
  const [standing] = await run<Nullable<KeptDeposit>>(db, one, { values: [id] });
  return { deposit: toKept(standing!), replayed: true };
}

const settle = `UPDATE record.deposit SET (state, reason, claim, issues, result, settled) = ($2, $3, $4, $5, $6, $7)
  WHERE id = $1 AND state <> 'stored' RETURNING id`;

/**
 * Says what became of a deposit; with the transaction that wrote what came out of it, both or neither. What is
 * stored stays stored: false then, so that a transaction that came second writes nothing.
 */
export async function settleDeposit(db: Db, id: string, settlement: Settlement): Promise<boolean> {
  const { state, reason, claim, issues, result, settled } = settlement;
  const rows = await run(db, settle, {
    values: [id, state, reason ?? null, toJson(claim), toJson(issues), toJson(result), settled],
  });
  return rows.length > 0;
}

/** Keeps an original in the state that it ended in, at once. */
export async function keepSettled(
  pool: Pool,
  deposit: ReceivedDeposit & { id: string },
  settlement: Settlement,
): Promise<void> {
  await pool.transaction(async tx => {
    await keepDeposit(tx, deposit);
    await settleDeposit(tx, deposit.id, settlement);
  });
}

/** Remembers the answer beside a deposit whose state does not change. */
export async function answerDeposit(
  db: Db,
  id: string,
  claim: object,
  issues: readonly object[] = [],
): Promise<void> {
  const text = 'UPDATE record.deposit SET (claim, issues) = ($2, $3) WHERE id = $1';
  await run(db, text, { values: [id, toJson(claim), toJson(issues)] });
}

/** ids of what waits with one of these NAMs among its claims, or with any when none is given. Oldest first. */
export async function waitingDeposits(db: Db, nams?: readonly string[]): Promise<string[]> {
  const named = nams ? `claim->'nams' ?| $1::text[]` : `jsonb_array_length(claim->'nams') > 0`;
  const text = `SELECT id FROM record.deposit WHERE state = 'waiting' AND ${named} ORDER BY received, id`;
  const rows = await run<{ id: string }>(db, text, { values: nams ? [nams] : [] });
  return rows.map(({ id }) => id);
}

/** A deposit that waits and names one of these NAMs, or somebody born that day: whom its claims say they are. */
export interface WaitingNotice {
  received: Date;
  format: string;
  /** Who deposited it, as they were then. */
  actor: Record<string, unknown>;
  claims: Record<string, unknown>[];
}

const about = `SELECT received, format, actor, claim->'claims' AS claims FROM record.deposit
  WHERE state = 'waiting' AND (claim->'nams' ?| $1::text[]
    OR EXISTS (SELECT FROM jsonb_array_elements(claim->'claims') c WHERE c->'patient'->>'birthDate' = $2))
  ORDER BY received, id LIMIT 100`;

/** What waits and may be somebody's, oldest first: at most 100, to be compared with them. */
export async function waitingAbout(
  db: Db,
  nams: readonly string[],
  birthDate?: string,
): Promise<WaitingNotice[]> {
  return run<WaitingNotice>(db, about, { values: [nams, birthDate ?? null] });
}

/** Of these locations, those whose stored deposit wrote one of these resources (`Type/id`). */
export async function locationsOf(
  db: Db,
  locations: readonly string[],
  resources: readonly string[],
): Promise<string[]> {
  const text = `SELECT DISTINCT d.location FROM record.deposit d, jsonb_array_elements_text(d.result) r
    WHERE d.location = ANY ($1::text[]) AND d.state = 'stored' AND split_part(r, '/_history/', 1) = ANY ($2::text[])`;
  return (await run<{ location: string }>(db, text, { values: [locations, resources] })).map(
    ({ location }) => location,
  );
}

/** When each source last sent something; one that never did is left out. */
export async function lastReceived(db: Db, sources: readonly string[]): Promise<Map<string, Date>> {
  const text = `SELECT s.source, d.received FROM unnest($1::text[]) AS s (source)
    CROSS JOIN LATERAL (SELECT received FROM record.deposit WHERE source = s.source ORDER BY received DESC LIMIT 1) d`;
  const rows = await run<{ source: string; received: Date }>(db, text, { values: [sources] });
  return new Map(rows.map(({ source, received }) => [source, received]));
}

const pending = `SELECT ${columns} FROM record.deposit WHERE state = 'received' AND received < $1
  ORDER BY received, id LIMIT $2`;

/** Deposits that were received before then and never settled: what a crash left behind, oldest first. */
export async function pendingDeposits(db: Db, before: Date, limit = 100): Promise<KeptDeposit[]> {
  return (await run<Nullable<KeptDeposit>>(db, pending, { values: [before, limit] })).map(toKept);
}

export interface DepositPage {
  state: DepositState;
  count?: number;
  cursor?: string;
}

/** Deposits in a state, oldest first: the work lists. A foreign cursor is taken as absent. */
export async function listDeposits(
  db: Db,
  { state, count = 50, cursor }: DepositPage,
): Promise<{ deposits: KeptDeposit[]; total: number; next?: string }> {
  const s = statement();
  const ofState = `state = ${s.param(state, 'text')}`;
  const at = cursor === undefined ? undefined : fromCursor(cursor, ['timestamptz', 'uuid']);
  const after = at
    ? `AND (received, id) > (${s.param(new Date(at[0] as number), 'timestamptz')}, ${s.param(at[1], 'uuid')})`
    : '';
  const text = `SELECT ${columns}, (SELECT count(*) FROM record.deposit WHERE ${ofState}) AS total
  FROM record.deposit WHERE ${ofState} ${after} ORDER BY received, id LIMIT ${s.param(count + 1, 'int')}`;
  const rows = await run<Nullable<KeptDeposit> & { total: number }>(db, text, s);
  const deposits = rows.slice(0, count).map(({ total: _, ...row }) => toKept(row as Nullable<KeptDeposit>));
  const last = rows.length > count ? deposits.at(-1) : undefined;
  return { deposits, total: rows[0]?.total ?? 0, next: last && toCursor([last.received.getTime(), last.id]) };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One deposit with its bytes (absent when they lie elsewhere), or undefined. */
export async function readDeposit(
  db: Db,
  id: string,
): Promise<{ deposit: KeptDeposit; bytes?: Uint8Array } | undefined> {
  if (!uuid.test(id)) return undefined;
  const text = `SELECT ${columns}, bytes FROM record.deposit WHERE id = $1`;
  const [row] = await run<Nullable<KeptDeposit> & { bytes: Buffer | null }>(db, text, { values: [id] });
  if (!row) return undefined;
  const { bytes, ...kept } = row;
  return { deposit: toKept(kept as Nullable<KeptDeposit>), ...(bytes && { bytes }) };
}
