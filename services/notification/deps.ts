import type { Pool } from '@continuum/record-database';
import type { DoorEvent, Gate } from '@continuum/record-gate';

/** What the room is made over. */
export interface NotificationDeps {
  pool: Pool;
  gate: Pick<Gate, 'notices'>;
  /** May the person of that account open that record today? */
  mayOpen: (account: string, usager: string) => Promise<boolean>;
  /** The e-mail of a usager, as the register has it. */
  emailOf: (usager: string) => Promise<string | undefined>;
  /** Durable when it resolves. */
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}
