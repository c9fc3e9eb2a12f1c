import type { Pool } from '@continuum/record-database';
import type { DoorEvent, Gate } from '@continuum/record-gate';

/** Something that became of a request by right about somebody's record. */
export interface RequestNews {
  /** Of what happened, always the same. */
  id: string;
  usager: string;
  at: Date;
  /** Its delay is over without an answer; else it went a step further. */
  late: boolean;
}

/** What the room is made over. */
export interface NotificationDeps {
  pool: Pool;
  gate: Pick<Gate, 'notices'>;
  /** May the person of that account open that record today? */
  mayOpen: (account: string, usager: string) => Promise<boolean>;
  /** The e-mail of a usager, as the register has it. */
  emailOf: (usager: string) => Promise<string | undefined>;
  /** What became of requests from a moment to another, the oldest first; `count` at most. */
  requestNews: (since: Date, until: Date, count: number) => Promise<RequestNews[]>;
  /** Durable when it resolves. */
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}
