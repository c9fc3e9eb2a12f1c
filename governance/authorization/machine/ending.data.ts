import type { Machine } from './machine.ts';

/** How many days ahead an end is spoken of. */
export const thresholds = [90, 30, 7] as const;
export type Threshold = (typeof thresholds)[number];

/** What ends, and within how many days. */
export type EndingState = `${'authorization' | 'certificate'}-${Threshold}`;

export type EndingEvent =
  /** The GAA asks for the same authorization until later. */
  | 'renew'
  /** The holder asks their GAA for it. */
  | 'ask-renewal'
  /** The holder is asked to renew their key’s certificate, which they do themselves. */
  | 'remind';

/** What may be done of what ends soon: nothing of it changes by that alone. */
export const endingMachine: Machine<EndingState, EndingEvent> = thresholds.flatMap(
  (days): Machine<EndingState, EndingEvent> => [
    [`authorization-${days}`, 'renew', `authorization-${days}`, ['gaa']],
    [`authorization-${days}`, 'ask-renewal', `authorization-${days}`, ['intervenant']],
    [`certificate-${days}`, 'remind', `certificate-${days}`, ['gaa', 'aga']],
  ],
);
