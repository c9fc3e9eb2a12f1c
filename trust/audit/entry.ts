import type { Actor, Domain, Purpose, Remote } from '@continuum/trust-access';

export type JournalAction = 'read' | 'search' | 'history' | 'write' | 'sign-in' | 'attempt';
export type JournalResult = 'success' | 'denied' | 'refused' | 'not-found' | 'error';

/** The caller as the journal keeps them: who, in which quality, on whose behalf, proven by what. */
export interface JournalWho {
  /** `Practitioner/<id>`, `Patient/<id>`, `Device/<client_id>`, or `unknown`. */
  reference: string;
  name: string;
  profile: string;
  kind: Actor['kind'];
  organization?: { id: string; name: string };
  credential: { kind: string; id: string };
  /** The application that acted for the person. */
  application?: { id: string; name: string };
  /** From elsewhere than a usual place of practice. */
  remote?: Remote;
}

/**
 * One line of the journal. A query gives one entry with its text, and one per usager whose information is in
 * the answer or is written; they share the request's id.
 */
export interface JournalEntry {
  id: string;
  /** ISO 8601, UTC, milliseconds. */
  at: string;
  who: JournalWho;
  purpose: Purpose;
  action: JournalAction;
  outcome: JournalResult;
  /** The FHIR interaction when the action alone does not say it: `create`, `update`, `delete`, `vread`… */
  interaction?: string;
  /** Why it was denied. */
  reason?: string;
  channel: string;
  address: string;
  /** Correlation id of the request. */
  request: string;
  /** Number of the access matrix that decided. */
  matrixVersion?: number;
  /** What was asked, as it was asked. */
  query?: { type?: string; text: string };
  /** Id of the Patient whose information was shown, sought or written. */
  usager?: string;
  /** Kinds of information touched. */
  domains: readonly Domain[];
  /** How many resources were shown or written, by type. */
  counts?: Readonly<Record<string, number>>;
  /** What was shown or written, when it is few: `Observation/<id>/_history/<version>`. */
  resources?: readonly string[];
  /** Digests of the signatures that were written: with them, the tree's head tells by when an act was signed. */
  signatures?: readonly string[];
}

/** What a caller says of an event; the journal gives it its id and its moment. */
export type JournalFacts = Omit<JournalEntry, 'id' | 'at'> & { id?: string; at?: string };

/** The actor of the access decision, as the journal keeps them. */
export function whoOf(actor: Actor): JournalWho {
  const { kind, id, name, profile, organization, credential, application, remote } = actor;
  return {
    ...{ reference: id, name, profile, kind, organization, credential: { ...credential } },
    ...(application && { application }),
    ...(remote && { remote }),
  };
}
