import type { KeptMatrix, Matrix } from '@continuum/trust-access';

/** As somebody sees it: `scheduled` is put in force from a day to come. */
export type VersionState = 'draft' | 'proposed' | 'scheduled' | 'in-force' | 'superseded' | 'withdrawn';

/** What is known of a version beside what it says. */
export interface VersionHeader {
  /** The uuid of a version that was made here; `1` for the software’s own. */
  id: string;
  number: number | null;
  base: number | null;
  state: VersionState;
  reason: string;
  /** `AAAA-MM-JJ`, the day from which it is wanted. */
  starts: string | null;
  effective: Date | null;
  author: string;
  authorName: string;
  created: Date;
  revision: number;
  /** The act with which it was put in force, signed: `Library/<id>`, and its version. */
  act: string | null;
  actVersion: number | null;
  /** Why there is none, of one that was put in force: before that was signed, or the software's own. */
  unsigned: 'earlier' | 'software' | null;
}

/** A version, with what it says. */
export interface Version extends VersionHeader {
  table: Matrix;
}

/** What happened to a version. */
export interface VersionEvent {
  event: string;
  at: Date;
  byName: string;
  reason: string | null;
}

/** What somebody writes in a draft. */
export interface Draft {
  rows: KeptMatrix;
  reason: string;
  starts?: string | undefined;
}

/** What is done to a version. `return` gives a proposal back to its author, who may take it back too. */
export type VersionAct = 'propose' | 'return' | 'adopt' | 'withdraw';
