/** One look at a record, or one attempt, as the person it is about reads it. */
export interface AccessLine {
  id: string;
  at: string;
  action: 'read' | 'search' | 'history' | 'write' | 'sign-in' | 'attempt';
  outcome: 'success' | 'denied' | 'refused' | 'not-found' | 'error';
  actor: {
    name: string;
    profile: string;
    kind: string;
    organization?: string;
    /** From elsewhere than a usual place of practice. */
    remote?: 'home' | 'patient-home' | 'undeclared';
  };
  purpose: string;
  channel: string;
  /** Parts of the record: `medication`, `laboratory`, `imaging`, `identity`… */
  domains: string[];
  /** About a request by which the person exercises a right, and not what their record says. */
  request?: true;
  /** The person reading looked themself. */
  own: boolean;
  /** A copy of the record was taken along. */
  copied?: true;
}

/** Answer of `GET /api/rights/:patient/accesses`. */
export interface AccessesAnswer {
  accesses: AccessLine[];
  /** Cursor of the page that follows. */
  next?: string;
}
