import type { Database } from '@continuum/record-database';
import type { Gate } from '@continuum/record-gate';
import type { Actor } from '@continuum/trust-access';
import type { Logger } from 'pino';

export interface BulkDataDeps {
  gate: Pick<Gate, 'open' | 'exports'>;
  database: Pick<Database, 'service' | 'jobs'>;
  /** The system behind a client id, as it is now; undefined when it may not connect. */
  findSystem: (clientId: string) => Promise<Actor | undefined>;
  /** Address that the exports are under: `PUBLIC_URL/fhir/bulk`. */
  baseUrl: string;
  /** Unfinished exports that one client may have. */
  perClient: number;
  /** How long an export may be fetched. */
  hours: number;
  log: Logger;
  clock?: () => Date;
  /** Lines of one file. */
  fileLines?: number;
}
