import type { Pool, Tx } from '@continuum/record-database';
import type { DoorEvent, Gate, Origin } from '@continuum/record-gate';
import type { Enrolment, Keys, Throttle } from '@continuum/registries-credential';
import type { Actor } from '@continuum/trust-access';
import type { Refusal } from './rules/refusal.ts';

/** Who asks, from where. */
export interface Caller {
  actor: Actor;
  origin: Origin;
}

/** What the room is made over. */
export interface AuthorizationDeps {
  pool: Pool;
  /** The registers of intervenants and organismes. */
  gate: Pick<Gate, 'open'>;
  enrolment: Pick<Enrolment, 'invite'>;
  keys: Pick<Keys, 'list' | 'change'>;
  /** Ends every session of a person (`Practitioner/<id>`). */
  endSessions: (holder: string, by: string) => Promise<number>;
  /** How many they have open. */
  countSessions: (holder: string) => Promise<number>;
  /** Tries of whoever asks, on the public page, to be unblocked. */
  unblockingTries: Throttle;
  /** Durable when it resolves. */
  journal: (event: DoorEvent) => Promise<void>;
  /** Months after which an authorization is reviewed again; twelve when it is not said. */
  reviewMonths?: number;
  /** Notices wait to be sent. */
  wake?: () => void;
  clock?: () => Date;
}

/** One transaction of somebody’s. */
export interface At {
  deps: AuthorizationDeps;
  tx: Tx;
  caller: Caller;
  now: Date;
}

/** What came of a step: what it gave, or why it was not taken. */
export type Answer<T> = { done: true; value: T } | Refusal;

export const done = <T>(value: T): Answer<T> => ({ done: true, value });

/** `Practitioner/<id>`: how sessions, keys and rows name a person. */
export const holderOf = (practitioner: string): string => `Practitioner/${practitioner}`;
export const practitionerIdOf = (reference: string): string => reference.replace(/^Practitioner\//, '');
