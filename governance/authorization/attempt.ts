import { type Answer, type At, type AuthorizationDeps, type Caller, done } from './deps.ts';
import type { Refusal } from './rules/refusal.ts';

/** Thrown inside a transaction so that nothing of it stays; caught where the transaction ends. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** Stops a transaction: whatever it wrote is undone. */
export function refuse(refusal: Refusal): never {
  throw new Refused(refusal);
}

/** The value, or the end of the transaction. */
export function orRefuse<T extends object>(answer: T | Refusal): T {
  if ('refused' in answer) refuse(answer);
  return answer as T;
}

/**
 * Stops because there is no such row: whoever could act on none is told that it is not theirs, as of one that there is.
 */
export function refuseUnknown(taken: object | Refusal): never {
  refuse('refused' in taken && taken.refused === 'office' ? taken : { refused: 'unknown' });
}

/** PostgreSQL’s unique_violation: two asked for the same at once. */
const isTaken = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '23505';

const taken: Refusal = {
  ...{ refused: 'rule', code: 'under-way' },
  text: {
    fr: 'Une autre démarche est déjà en cours pour cette personne à cet endroit; terminez-la d’abord.',
    en: 'Something else is under way for this person at this place; finish it first.',
  },
};

/**
 * Takes a step in one transaction. What is refused leaves nothing behind but a line in the journal, when it was not
 * theirs to do.
 */
export async function attempt<T>(
  deps: AuthorizationDeps,
  caller: Caller,
  what: string,
  work: (at: At) => Promise<T>,
): Promise<Answer<T>> {
  const now = deps.clock?.() ?? new Date();
  try {
    const value = await deps.pool.transaction(tx => work({ deps, tx, caller, now }));
    deps.wake?.();
    return done(value);
  } catch (error) {
    if (isTaken(error)) return taken;
    if (!(error instanceof Refused)) throw error;
    const { refusal } = error;
    if (refusal.refused === 'office')
      await deps.journal({ action: 'attempt', outcome: 'denied', ...caller, why: `authorization-${what}` });
    return refusal;
  }
}
