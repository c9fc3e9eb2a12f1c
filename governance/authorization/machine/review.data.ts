import type { Machine } from './machine.ts';

export type ReviewState = 'open' | 'confirmed' | 'withdrawn' | 'lapsed';
export type ReviewEvent = 'open' | 'confirm' | 'withdraw' | 'lapse';

/** Whether somebody still needs their access: asked from time to time, answered by who manages it. */
export const reviewMachine: Machine<ReviewState, ReviewEvent> = [
  ['none', 'open', 'open', ['platform']],
  ['open', 'confirm', 'confirmed', ['gaa', 'aga']],
  // The authorization ends with the answer.
  ['open', 'withdraw', 'withdrawn', ['gaa', 'aga']],
  // It ended otherwise before anybody answered.
  ['open', 'lapse', 'lapsed', ['platform']],
];
