import type { Decision } from '@continuum/trust-access';

/** The decision said no: a value, journalled before it is told. */
export interface Denied {
  outcome: 'denied';
  decision: Extract<Decision, { permit: false }>;
}
