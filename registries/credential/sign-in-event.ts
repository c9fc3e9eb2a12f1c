import type { Origin } from '@continuum/record-gate';
import type { Actor, Purpose } from '@continuum/trust-access';

/** What the journal is told about the door itself. Written before the person is answered. */
export interface SignInEvent {
  action: 'sign-in' | 'sign-out' | 'attempt';
  outcome: 'success' | 'denied';
  /** The unknown actor when nobody was identified. */
  actor: Actor;
  origin: Origin;
  /** Why it was denied: a code, never a secret nor a name that somebody typed. */
  why?: string;
  /** What for, when the request said it. */
  purpose?: Purpose;
  /** What was asked, when it is a question about the record. */
  asked?: { method: string; url: string };
}
