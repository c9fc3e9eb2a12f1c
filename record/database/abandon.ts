import pg from 'pg';
import type { Logger } from 'pino';
import type { Connection } from './connection.ts';
import { DatabaseAbandoned } from './unavailable.ts';

/** Statements that somebody waits for, cancelled in PostgreSQL when nobody does any more. */
export interface Awaited {
  /** @throws DatabaseAbandoned once `signal` is aborted, with the statement cancelled */
  query(pool: pg.Pool, statement: pg.QueryConfig, signal: AbortSignal): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

/** As the login itself: the role that it takes may not cancel what the login runs. */
function openCanceller(connection: Connection): pg.Pool {
  const pool = new pg.Pool({ ...connection, options: '-c role=none', max: 1, idleTimeoutMillis: 10_000 });
  // An idle connection that breaks leaves the pool by itself.
  pool.on('error', () => undefined);
  return pool;
}

/** Cancels through a connection of its own, opened by the first who hangs up: the others may all be busy. */
export function createAwaited(connection: Connection, log: Logger): Awaited {
  let canceller: pg.Pool | undefined;
  const cancel = async (processId: number): Promise<void> => {
    canceller ??= openCanceller(connection);
    await canceller
      .query('SELECT pg_cancel_backend($1)', [processId])
      // It then ends by itself, after the longest that a read may take.
      .catch(error => log.warn({ err: error }, 'a statement that nobody waits for could not be cancelled'));
  };
  return {
    async query(pool, statement, signal) {
      const client = await pool.connect();
      let cancelling: Promise<void> | undefined;
      const hangUp = () => {
        cancelling = cancel((client as pg.PoolClient & { processID: number }).processID);
      };
      try {
        if (signal.aborted) throw new DatabaseAbandoned();
        signal.addEventListener('abort', hangUp, { once: true });
        return await client.query(statement);
      } catch (error) {
        throw signal.aborted ? new DatabaseAbandoned({ cause: error }) : error;
      } finally {
        signal.removeEventListener('abort', hangUp);
        // Not lent again before: what is cancelled is this statement, and no other's.
        await cancelling;
        client.release();
      }
    },
    async close() {
      await canceller?.end();
    },
  };
}
