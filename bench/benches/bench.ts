import type { Pool } from '@continuum/record-database';
import type { RunningServer } from '../../e2e/server.ts';
import type { Raw } from '../raw.ts';

/** What every bench runs against. */
export interface Ground {
  server: RunningServer;
  record: Pool;
  raw: Raw;
  /** Sends what one runner sends at once, each on a connection of its own that stays open. */
  send(runner: number, requests: readonly Request[]): Promise<unknown>;
  /** Bearer of a demonstration client. */
  bearer(client: string): Promise<string>;
  /** id of the Patient whose record the benches open: some hundreds of resources, 200 of them results. */
  usager: string;
  /** NAMs of people of the population. */
  nams: readonly string[];
}

/** One HTTP request. */
export interface Request {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** The i-th piece of work of one runner; at most `concurrency` runners work at once. */
export type Work = (index: number, runner: number) => Promise<unknown>;

/** The same work done by Continuum and by PostgreSQL alone. */
export interface Prepared {
  ours: Work;
  raw: Work;
  close?(): Promise<unknown>;
}

export interface Bench {
  name: string;
  what: string;
  /** A bare server can do the same. */
  bare?: true;
  prepare(ground: Ground): Promise<Prepared>;
}
