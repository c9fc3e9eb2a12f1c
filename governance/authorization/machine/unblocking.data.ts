import type { Machine } from './machine.ts';

export type UnblockingState = 'asked' | 'lifted' | 'reordered' | 'refused';
export type UnblockingEvent = 'ask' | 'miss' | 'lift' | 'reorder' | 'refuse';

/** Somebody whose key does not work any more asks for help: what they answered opens nothing by itself. */
export const unblockingMachine: Machine<UnblockingState, UnblockingEvent> = [
  // The public page: nobody is signed in.
  ['none', 'ask', 'asked', ['platform']],
  // They could not be reached.
  ['asked', 'miss', 'asked', ['tvi']],
  // Their identity was verified, by two pieces: the suspension of their key is lifted.
  ['asked', 'lift', 'lifted', ['tvi']],
  // Another key: their identity is verified when it is handed over.
  ['asked', 'reorder', 'reordered', ['tvi']],
  ['asked', 'refuse', 'refused', ['tvi']],
];
