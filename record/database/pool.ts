import pg from 'pg';
import type { Logger } from 'pino';
import { type Awaited, createAwaited } from './abandon.ts';
import type { Connection } from './connection.ts';
import { rowTypes } from './row-types.ts';
import { breaksConnection, translated } from './unavailable.ts';

export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

/**
 * Runs one statement; `name` makes it a prepared statement. Rows as `row-types.ts` says. A pool's statement is cancelled
 * in PostgreSQL once `signal` is aborted (`DatabaseAbandoned`); in a transaction the signal is not looked at.
 */
export type Query = <T = Record<string, unknown>>(
  text: string,
  values?: readonly unknown[],
  name?: string,
  signal?: AbortSignal,
) => Promise<T[]>;

/** Statements inside one transaction. */
export interface Tx {
  query: Query;
}

/**
 * A bounded set of connections under one role. Errors of the server's absence, slowness or fullness come as
 * `DatabaseUnavailable`, a serialization conflict as `DatabaseConflict`; others as the driver's own.
 */
export interface Pool {
  query: Query;
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: { isolation?: Isolation }): Promise<T>;
  close(): Promise<void>;
}

export interface PoolLimits {
  connections: number;
  /** How long a caller waits for a free connection. */
  waitMs?: number;
  /** The longest a statement may run. */
  statementMs?: number;
  /** The longest a statement may run outside a transaction: a read, that somebody waits for. As `statementMs` by default. */
  readMs?: number;
}

/** PostgreSQL's text has no U+0000: what asks for one finds nothing, and what a sender's key has of it is marked. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
  return Array.isArray(value) ? value.map(storable) : value;
}

const toQuery =
  (client: pg.Pool | pg.PoolClient, awaited?: Awaited): Query =>
  async <T>(text: string, values?: readonly unknown[], name?: string, signal?: AbortSignal): Promise<T[]> => {
    try {
      const statement = { text, values: values?.map(storable), name };
      const answer =
        signal && awaited
          ? await awaited.query(client as pg.Pool, statement, signal)
          : await client.query(statement);
      return answer.rows as T[];
    } catch (error) {
      throw translated(error);
    }
  };

async function run<T>(client: pg.PoolClient, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  await client.query(begin);
  const result = await work({ query: toQuery(client) });
  await client.query('COMMIT');
  return result;
}

/** A connection whose ROLLBACK fails is thrown away, never lent again. */
async function abandon(client: pg.PoolClient, error: unknown): Promise<void> {
  const cause = (error as { cause?: unknown } | null)?.cause ?? error;
  if (breaksConnection(cause)) return client.release(true);
  await client.query('ROLLBACK').then(
    () => client.release(),
    () => client.release(true),
  );
}

async function borrow(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw translated(error);
  }
}

/** Opens a pool lazily: the first connection is made by the first statement. */
export function createPool(connection: Connection, limits: PoolLimits, log: Logger): Pool {
  const statementMs = limits.statementMs ?? 30_000;
  const readMs = limits.readMs ?? statementMs;
  // In the same round trip as BEGIN: what is written may take its time.
  const longer = readMs === statementMs ? '' : `; SET LOCAL statement_timeout = ${statementMs}`;
  const pool = new pg.Pool({
    ...connection,
    max: limits.connections,
    connectionTimeoutMillis: limits.waitMs ?? 5_000,
    statement_timeout: readMs,
    idle_in_transaction_session_timeout: 60_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types: rowTypes,
    application_name: 'continuum',
  });
  let closing: Promise<unknown> | undefined;
  // An idle connection that breaks leaves the pool by itself; the next statement opens another. While the pool ends,
  // the server that stops after it may be faster than a goodbye.
  pool.on('error', error => {
    if (!closing) log.warn({ err: error }, 'an idle database connection broke');
  });
  // One that breaks while it is lent rejects its statement; unheard, the event would end the process.
  pool.on('connect', client => client.on('error', () => undefined));
  const awaited = createAwaited(connection, log);
  return {
    query: toQuery(pool, awaited),
    async transaction(work, options = {}) {
      const client = await borrow(pool);
      try {
        const result = await run(
          client,
          `BEGIN ISOLATION LEVEL ${options.isolation ?? 'read committed'}${longer}`,
          work,
        );
        client.release();
        return result;
      } catch (error) {
        await abandon(client, error);
        throw translated(error);
      }
    },
    async close() {
      closing ??= Promise.all([pool.end(), awaited.close()]);
      await closing;
    },
  };
}
