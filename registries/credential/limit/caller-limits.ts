import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { CallerKind, Counted } from './caller.ts';

/** Requests a minute, for each caller of a kind. */
export type Rates = Readonly<Record<CallerKind, number>>;

/** Where a caller stands after one more request. */
export interface Turn {
  kind: CallerKind;
  permitted: boolean;
  /** The first that was too many in this window: the one that is journalled. */
  first: boolean;
  limit: number;
  remaining: number;
  /** Until the window ends. */
  seconds: number;
}

export interface CallerLimits {
  /** Counts one request. */
  take(counted: Counted): Promise<Turn>;
  /**
   * Counts one message of a line that waits for its answers. Resolves to the milliseconds to wait before it is read:
   * nothing that an identified sender sends is refused for coming fast.
   */
  pace(counted: Counted): Promise<number>;
}

const windowSeconds = 60;

const limiterOf = (kind: string, points: number, duration: number) =>
  new RateLimiterMemory({ keyPrefix: kind, points, duration });

const each = <T>(rates: Rates, make: (kind: CallerKind) => T): Record<CallerKind, T> => {
  const kinds = Object.keys(rates) as CallerKind[];
  return Object.fromEntries(kinds.map(kind => [kind, make(kind)])) as Record<CallerKind, T>;
};

/**
 * Limits of volume, counted in the memory of this process: no statement per request. With several processes each
 * counts by itself. Guesses at secrets are counted elsewhere, in the database (`throttle.ts`).
 */
export function createCallerLimits(rates: Rates): CallerLimits {
  const perMinute = each(rates, kind => limiterOf(kind, rates[kind], windowSeconds));
  const perSecond = each(rates, kind => limiterOf(kind, Math.max(1, Math.floor(rates[kind] / 60)), 1));
  return {
    async take({ kind, key }) {
      // `penalty` counts as `consume` does, without an exception for each request of a flood.
      const { consumedPoints, remainingPoints, msBeforeNext } = await perMinute[kind].penalty(key);
      const limit = rates[kind];
      return {
        ...{ kind, limit, permitted: consumedPoints <= limit, first: consumedPoints === limit + 1 },
        remaining: remainingPoints,
        seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
      };
    },
    async pace({ kind, key }) {
      const { consumedPoints, msBeforeNext } = await perSecond[kind].penalty(key);
      return consumedPoints <= perSecond[kind].points ? 0 : Math.max(1, msBeforeNext);
    },
  };
}
