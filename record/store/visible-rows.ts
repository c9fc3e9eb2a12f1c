/**
 * The rows that an actor may see, as FROM items. Rooms that answer anybody reach the record's tables only here,
 * so that no alias of any statement (match, chain, include, history, count) exists without the predicate.
 */
export interface Visible {
  /**
   * Current versions that are not deleted. `usager`, as SQL, is whose record most of them are in: whether that person
   * refused anything is then asked once instead of at each row. It changes no answer.
   */
  live(alias: string, usager?: string): string;
  /** Current versions, deletions included. */
  current(alias: string): string;
  /** Versions that were replaced, deletions included. */
  replaced(alias: string): string;
}
