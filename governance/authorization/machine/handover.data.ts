import type { Machine } from './machine.ts';

export type HandoverState =
  | 'ordered'
  | 'mailed'
  | 'verified-by-video'
  | 'enrolling-by-video'
  | 'with-avi'
  | 'verified-in-person'
  | 'enrolling-in-person'
  | 'handed'
  | 'stopped';

export type HandoverEvent =
  | 'order'
  /** The key leaves by post; it opens nothing. */
  | 'mail'
  /** The person did not come, or could not be met. */
  | 'miss'
  /** The person was met and showed two pieces. */
  | 'verify'
  /** In the meeting: the code with which the holder enrols the key. */
  | 'enrol'
  /** In the meeting: the enrolled key’s suspension is lifted. */
  | 'lift'
  /** To the regional AVI, who meets the person. */
  | 'hand-over'
  /** Back to the service of tele-verification. */
  | 'give-back'
  /** There is no authorization any more that it is for. */
  | 'stop';

/** The key’s way into the hand of its holder, once their identity is verified: by video, or in person. */
export const handoverMachine: Machine<HandoverState, HandoverEvent> = [
  ['none', 'order', 'ordered', ['platform']],
  ['ordered', 'mail', 'mailed', ['tvi']],
  ['ordered', 'hand-over', 'with-avi', ['tvi']],
  ['mailed', 'miss', 'mailed', ['tvi']],
  ['mailed', 'verify', 'verified-by-video', ['tvi']],
  ['mailed', 'hand-over', 'with-avi', ['tvi']],
  ['verified-by-video', 'enrol', 'enrolling-by-video', ['tvi']],
  ['verified-by-video', 'hand-over', 'with-avi', ['tvi']],
  // The code was mistyped, or its time has passed: another one.
  ['enrolling-by-video', 'enrol', 'enrolling-by-video', ['tvi']],
  ['enrolling-by-video', 'lift', 'handed', ['tvi']],
  ['enrolling-by-video', 'hand-over', 'with-avi', ['tvi']],
  ['with-avi', 'miss', 'with-avi', ['avi']],
  ['with-avi', 'verify', 'verified-in-person', ['avi']],
  ['with-avi', 'give-back', 'ordered', ['avi']],
  // To another AVI, also when the one who had it is there no more; they verify anew.
  ['with-avi', 'hand-over', 'with-avi', ['tvi']],
  ['verified-in-person', 'hand-over', 'with-avi', ['tvi']],
  ['enrolling-in-person', 'hand-over', 'with-avi', ['tvi']],
  ['verified-in-person', 'enrol', 'enrolling-in-person', ['avi']],
  ['enrolling-in-person', 'enrol', 'enrolling-in-person', ['avi']],
  ['enrolling-in-person', 'lift', 'handed', ['avi']],
  ['ordered', 'stop', 'stopped', ['platform']],
  ['mailed', 'stop', 'stopped', ['platform']],
  ['verified-by-video', 'stop', 'stopped', ['platform']],
  ['enrolling-by-video', 'stop', 'stopped', ['platform']],
  ['with-avi', 'stop', 'stopped', ['platform']],
  ['verified-in-person', 'stop', 'stopped', ['platform']],
  ['enrolling-in-person', 'stop', 'stopped', ['platform']],
];
