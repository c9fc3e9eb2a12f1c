import type { Pool } from '@continuum/record-database';
import type { DoorEvent, Gate } from '@continuum/record-gate';
import type { SignedActs } from '@continuum/registries-credential';
import type { Authorizations } from './index.ts';
import type { Support } from './mine.ts';

/** What the addresses of the room are made over. */
export interface AuthorizationRoutesDeps {
  authorizations: Authorizations;
  pool: Pool;
  gate: Pick<Gate, 'open'>;
  /** What persons sign with their own key. */
  acts: Pick<SignedActs, 'prepare'>;
  journal: (event: DoorEvent) => Promise<void>;
  /** Whether a person’s own key signed just now. */
  provesKey: (holder: string, assertion: unknown, thumbprint: string) => Promise<boolean>;
  /** How to reach the support of intervenants. */
  support: Support;
  clock?: () => Date;
}
