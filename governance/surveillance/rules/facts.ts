import type { Identity } from '@continuum/trust-access';

/** What one day of somebody's work was, in numbers: no usager is in it. */
export interface DayCount {
  day: string;
  /** Usagers whose clinical information was shown. */
  usagers: number;
  /** Looks in the night. */
  night: number;
}

/** What is known of who acted. */
export interface ActorFacts {
  identity?: Identity;
  /** The days before, newest first, those of work alone. */
  history: readonly DayCount[];
  /** Organizations where they do not work any more, and the last day. */
  ended: readonly { organization: string; last: string }[];
}

/** Everything that rules need beside the entries. Asked for in bulk; a value, so that an alert can be computed again. */
export interface Facts {
  actors: ReadonlyMap<string, ActorFacts>;
  /** By id of the Patient. */
  usagers: ReadonlyMap<string, Identity>;
  /** Who works at an organization, by its id. */
  staff: ReadonlyMap<string, readonly (Identity & { reference: string })[]>;
  /** `linkKey`s of those between whom there is evidence of care. */
  careLinks: ReadonlySet<string>;
  /** Usagers whose records are watched more closely. */
  watched: ReadonlySet<string>;
  /** Usagers a day of those with the same profile on their days of work: the median, by profile. */
  peers: ReadonlyMap<string, number>;
}

export const noFacts: Facts = {
  actors: new Map(),
  usagers: new Map(),
  staff: new Map(),
  careLinks: new Set(),
  watched: new Set(),
  peers: new Map(),
};

/** Between whom: an actor, for an organization, and a usager. */
export const linkKey = (actor: string, organization: string | undefined, usager: string): string =>
  `${actor} ${organization ?? ''} ${usager}`;

export const median = (numbers: readonly number[]): number => {
  if (numbers.length === 0) return 0;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
