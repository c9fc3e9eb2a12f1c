import type { Refusal as AtAnyDoor } from '@continuum/door';
import type { Pool, Tx } from '@continuum/record-database';
import type { Gate } from '@continuum/record-gate';
import type { Actor, RightsOffice } from '@continuum/trust-access';

/** What the requests are made over. */
export interface RequestDeps {
  pool: Pool;
  gate: Pick<Gate, 'open'>;
  /** Ids of the Organizations that have archivists of their own: the requests about the others are for every archivist. */
  withArchives: () => Promise<string[]>;
  clock?: () => Date;
}

/** One transaction of somebody’s. */
export interface At {
  tx: Tx;
  actor: Actor;
  office: RightsOffice;
  now: Date;
}

/** Why something was not done. */
export interface Refusal extends AtAnyDoor {
  /** Whose request it is about, when there is one: it is journalled in their list. */
  usager?: string;
}

/** Thrown inside a transaction so that nothing of it stays. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.text.en);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** Stops a transaction: whatever it wrote is undone. */
export function refuse(refused: Refusal['refused'], fr: string, en: string, usager?: string): never {
  throw new Refused({ refused, text: { fr, en }, ...(usager !== undefined && { usager }) });
}

export const refuseUnknown = (): never =>
  refuse('unknown', 'Il n’y a pas de telle demande ici.', 'There is no such request here.');

const dayMs = 86_400_000;

export const daysAfter = (now: Date, days: number): Date => new Date(now.getTime() + days * dayMs);
