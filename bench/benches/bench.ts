import type { Pool } from '@continuum/record-database';
import type { RunningServer } from '../../e2e/server.ts';
import type { Measured } from '../measure.ts';

/** What every bench runs against. */
export interface Ground {
  server: RunningServer;
  record: Pool;
  /** Bearer of a demonstration client. */
  bearer(client: string): Promise<string>;
  concurrency: number;
}

/** A figure beside the raw one for the same rows. */
export interface Compared {
  name: string;
  what: string;
  continuum: Measured;
  raw: Measured;
  /** Continuum's rate over the raw rate: 1 would be as fast as PostgreSQL alone. */
  ratio: number;
}

/** Puts both figures together. */
export function compared(name: string, what: string, continuum: Measured, raw: Measured): Compared {
  return {
    name,
    what,
    continuum,
    raw,
    ratio: Math.round((continuum.perSecond / raw.perSecond) * 1000) / 1000,
  };
}
