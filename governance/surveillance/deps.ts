import type { Refusal } from '@continuum/door';
import type { Pool, Tx } from '@continuum/record-database';
import type { DoorEvent, Gate, Origin } from '@continuum/record-gate';
import type { Actor, Purpose } from '@continuum/trust-access';

/** Who asks, from where, what for. */
export interface Caller {
  actor: Actor;
  origin: Origin;
  purpose: Purpose;
}

/** Suspends every authorization of access of a person that is in force; resolves to how many there were. */
export type SuspendAccess = (
  practitioner: string,
  reason: string,
  by: Pick<Caller, 'actor' | 'origin'>,
) => Promise<number>;

/** An organization. */
export interface Place {
  id: string;
  name: string;
}

/** What the room is made over. */
export interface SurveillanceDeps {
  pool: Pool;
  gate: Pick<Gate, 'open'>;
  /** Durable when it resolves. */
  journal: (event: DoorEvent) => Promise<void>;
  suspend: SuspendAccess;
  /** The organizations in whose name somebody may report: where they are GAA. */
  reportsFor: (by: Pick<Caller, 'actor' | 'origin'>) => Promise<Place[]>;
  /** Days within which a person is answered. */
  answerDays: number;
  /** There is a replay to do. */
  wake?: () => void;
  clock?: () => Date;
}

/** One transaction of somebody’s. */
export interface At {
  deps: SurveillanceDeps;
  tx: Tx;
  caller: Caller;
  now: Date;
}

/** What came of a step. */
export type Answer<T> = { done: true; value: T } | Refusal;

/** Thrown inside a transaction so that nothing of it stays. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.text.en);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** Stops a transaction: whatever it wrote is undone. */
export function refuse(refused: Refusal['refused'], fr: string, en: string): never {
  throw new Refused({ refused, text: { fr, en } });
}

export const refuseUnknown = (): never =>
  refuse('unknown', 'Il n’y a rien de tel.', 'There is no such thing.');

/**
 * Takes a step in one transaction. Its line is in the journal before the step itself is kept: whatever stops between the
 * two leaves a line without its step, never a step without its line.
 */
export async function attempt<T>(
  deps: SurveillanceDeps,
  caller: Caller,
  what: string,
  work: (at: At) => Promise<{ value: T; about?: string }>,
): Promise<Answer<T>> {
  const now = deps.clock?.() ?? new Date();
  try {
    const value = await deps.pool.transaction(async tx => {
      const step = await work({ deps, tx, caller, now });
      await deps.journal({
        ...{ action: `surveillance-${what}`, outcome: 'success', ...caller },
        ...(step.about !== undefined && { about: step.about }),
      });
      return step.value;
    });
    return { done: true, value };
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

export const dayMs = 86_400_000;

export const daysAfter = (now: Date, days: number): Date => new Date(now.getTime() + days * dayMs);
