/** What was done to the journal behind the server's back. */
export type Damage = 'changed' | 'deleted' | 'inserted' | 'reordered' | 'head';

export interface Broken {
  kind: Damage;
  /** Id of the entry, when it can be named. */
  entry?: string;
  /** Its place in the tree, from 0. */
  seq?: number;
  text: string;
}

/** The whole journal, recomputed from its rows. */
export interface Verification {
  ok: boolean;
  /** Entries in the tree. */
  size: number;
  /** Signed heads compared with it. */
  heads: number;
  /** The first hundred, in the order of the tree. */
  broken: Broken[];
  /** Entries committed but not numbered yet: changed before they are, nobody could tell. */
  tail: { entries: number; seconds: number };
}
