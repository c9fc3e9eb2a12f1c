import type { Caller } from './authority/authority.ts';

/** Whose keys and invitations an office reaches, when it is not everybody's: a condition of each statement that finds any. */
export interface HolderReach {
  /**
   * The condition, as SQL.
   * @param holder expression of `Practitioner/<id>`
   * @param put keeps a value for the statement, and gives its placeholder
   */
  sql: (holder: string, put: (value: unknown) => string) => string;
  /** What the territory is called on the screens; null when nobody said which it is. */
  territory: string | null;
}

export type Reach = 'everybody' | HolderReach;

/** Whose keys and invitations are within the reach of whoever asks; asked at each request. */
export type ReachOf = (caller: Caller) => Promise<Reach>;

/** The condition that a holder is within reach, its values added to those of the statement. */
export const isWithin = (reach: Reach, holder: string, values: unknown[]): string =>
  reach === 'everybody' ? 'true' : reach.sql(holder, value => `$${values.push(value)}`);
