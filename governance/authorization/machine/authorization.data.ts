import type { Machine } from './machine.ts';

export type AuthorizationState = 'awaiting-key' | 'awaiting-acceptance' | 'in-force' | 'suspended' | 'ended';

export type AuthorizationEvent =
  /** AGA accepted the request; the identity is to be verified. */
  | 'order'
  /** AGA accepted the request of somebody whose identity was verified and whose key counts. */
  | 'order-known'
  /** The key is in its holder’s hand. */
  | 'hand'
  /** The holder accepts the conditions of use. */
  | 'accept'
  | 'suspend'
  /** A case of surveillance decided it. */
  | 'suspend-for-case'
  | 'resume'
  | 'withdraw'
  /** End of employment, suspension by the order. */
  | 'leave'
  /** AGA accepted a change: another one takes its place, in the same state. */
  | 'replace'
  | 'expire';

/** An authorization of access. It never disappears: it ends. */
export const authorizationMachine: Machine<AuthorizationState, AuthorizationEvent> = [
  ['none', 'order', 'awaiting-key', ['platform']],
  ['none', 'order-known', 'awaiting-acceptance', ['platform']],
  ['awaiting-key', 'hand', 'awaiting-acceptance', ['platform']],
  ['awaiting-acceptance', 'accept', 'in-force', ['intervenant']],
  ['in-force', 'suspend', 'suspended', ['gaa', 'aga']],
  ['in-force', 'suspend-for-case', 'suspended', ['platform']],
  ['suspended', 'resume', 'in-force', ['aga']],
  ['awaiting-key', 'withdraw', 'ended', ['gaa', 'aga']],
  ['awaiting-acceptance', 'withdraw', 'ended', ['gaa', 'aga']],
  ['in-force', 'withdraw', 'ended', ['gaa', 'aga']],
  ['suspended', 'withdraw', 'ended', ['gaa', 'aga']],
  ['awaiting-key', 'leave', 'ended', ['platform']],
  ['awaiting-acceptance', 'leave', 'ended', ['platform']],
  ['in-force', 'leave', 'ended', ['platform']],
  ['suspended', 'leave', 'ended', ['platform']],
  ['awaiting-key', 'replace', 'ended', ['platform']],
  ['awaiting-acceptance', 'replace', 'ended', ['platform']],
  ['in-force', 'replace', 'ended', ['platform']],
  ['suspended', 'replace', 'ended', ['platform']],
  ['awaiting-key', 'expire', 'ended', ['platform']],
  ['awaiting-acceptance', 'expire', 'ended', ['platform']],
  ['in-force', 'expire', 'ended', ['platform']],
  ['suspended', 'expire', 'ended', ['platform']],
];
