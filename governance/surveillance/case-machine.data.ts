/** Where a case is. */
export type CaseState = 'received' | 'triage' | 'investigation' | 'decision' | 'measures' | 'closed';

export type CaseEvent =
  /** Somebody reported; nobody has looked at it yet. */
  | 'report'
  /** Somebody of surveillance opened it from an alert, and so triages it. */
  | 'open'
  /** Somebody takes a report up. */
  | 'triage'
  | 'investigate'
  /** The inquiry is done: what was found is written down. */
  | 'conclude'
  /** What was found does not suffice. */
  | 'return'
  /** Which measures follow, or that none does. */
  | 'decide'
  /** One measure was taken. */
  | 'measure'
  | 'close'
  | 'reopen';

/** Who took an earlier step and so does not take this one: four eyes. */
export type Excluded = 'triagedBy' | 'investigatedBy' | 'decidedBy';

/** From, event, to, whom it excludes. Whoever the case is about takes no step of it at all. */
export type CaseTransition = readonly [
  from: CaseState | 'none',
  event: CaseEvent,
  to: CaseState,
  excluded: readonly Excluded[],
];

/**
 * Everything that can happen to a case. Who decides did neither triage nor investigate; who takes the measures, and so who
 * closes, did not decide: nobody alone closes a door on somebody, or a case on an alert.
 */
export const caseMachine: readonly CaseTransition[] = [
  ['none', 'report', 'received', []],
  ['none', 'open', 'triage', []],
  ['received', 'triage', 'triage', []],
  ['triage', 'investigate', 'investigation', []],
  ['investigation', 'conclude', 'decision', []],
  ['decision', 'return', 'investigation', ['triagedBy', 'investigatedBy']],
  ['decision', 'decide', 'measures', ['triagedBy', 'investigatedBy']],
  ['measures', 'measure', 'measures', ['decidedBy']],
  ['measures', 'close', 'closed', ['decidedBy']],
  // Something new came up: the inquiry goes on, and what was decided stays in the events.
  ['closed', 'reopen', 'investigation', []],
];

/** What a decision may ask for. */
export const measures = ['suspend-access', 'notify-authority', 'notify-person', 'no-further-action'] as const;
export type Measure = (typeof measures)[number];

/** Days within which a case should leave a state; the answer to a person has a delay of its own. À valider. */
export const stateDays: Readonly<Record<CaseState, number>> = {
  received: 2,
  triage: 5,
  investigation: 20,
  decision: 5,
  measures: 5,
  closed: 0,
};
