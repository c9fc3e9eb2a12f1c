import type { Machine } from './machine.ts';

export type RequestState = 'submitted' | 'validated' | 'returned' | 'accepted' | 'cancelled' | 'done';
export type RequestEvent =
  | 'submit'
  | 'validate'
  | 'return'
  | 'resubmit'
  | 'accept'
  | 'cancel'
  | 'withdraw'
  | 'lapse';

/** What a GAA asks. A withdrawal waits for nobody: it is done when it is asked. */
export const requestMachine: Machine<RequestState, RequestEvent> = [
  ['none', 'submit', 'submitted', ['gaa']],
  ['none', 'withdraw', 'done', ['gaa', 'aga']],
  ['submitted', 'validate', 'validated', ['aga']],
  ['submitted', 'return', 'returned', ['aga']],
  ['validated', 'return', 'returned', ['aga']],
  ['validated', 'accept', 'accepted', ['aga']],
  ['returned', 'resubmit', 'submitted', ['gaa']],
  ['submitted', 'cancel', 'cancelled', ['gaa']],
  ['validated', 'cancel', 'cancelled', ['gaa']],
  ['returned', 'cancel', 'cancelled', ['gaa']],
  // The person left before it was decided.
  ['submitted', 'lapse', 'cancelled', ['platform']],
  ['validated', 'lapse', 'cancelled', ['platform']],
  ['returned', 'lapse', 'cancelled', ['platform']],
];
