/** Of one person: what may be asked once for a statement instead of at each row. It changes no answer. */
export interface Whose {
  /** Their id, as SQL. Every row that the statement looks at concerns them. */
  usager: string;
  /** Most rows are in their own record: whether they refused anything is asked once. */
  owner?: true;
  /** No row tells who somebody is: a refusal of everything hides them all, and is asked before any is looked at. */
  covered?: true;
}

/**
 * The rows that an actor may see, as FROM items. Rooms that answer anybody reach the record's tables only here,
 * so that no alias of any statement (match, chain, include, history, count) exists without the predicate.
 */
export interface Visible {
  /** Current versions that are not deleted; `whose`: of one person, when the statement looks at no other's. */
  live(alias: string, whose?: Whose): string;
  /** Current versions, deletions included. */
  current(alias: string): string;
  /** Versions that were replaced, deletions included. */
  replaced(alias: string): string;
}
