import { type CaseEvent, type CaseState, caseMachine, type Excluded } from './case-machine.data.ts';

/** Who is what in a case: what a step is held against. */
export interface CaseHands {
  state: CaseState;
  /** Whose acts it is about. */
  subject: string | null;
  triagedBy: string | null;
  investigatedBy: string | null;
  decidedBy: string | null;
}

export type CaseStep =
  | { step: 'taken'; to: CaseState }
  | { step: 'not-now'; awaited: CaseEvent[] }
  /** Four eyes: they took that earlier step, or the case is about them. */
  | { step: 'not-you'; because: Excluded | 'subject' };

/** What becomes of a case when that person causes an event. Pure. */
export function caseStep(hands: CaseHands, event: CaseEvent, by: string): CaseStep {
  if (hands.subject === by) return { step: 'not-you', because: 'subject' };
  const here = caseMachine.filter(([from]) => from === hands.state);
  const found = here.find(([, what]) => what === event);
  if (!found) return { step: 'not-now', awaited: here.map(([, what]) => what) };
  const because = found[3].find(hand => hands[hand] === by);
  return because === undefined ? { step: 'taken', to: found[2] } : { step: 'not-you', because };
}

/** The events that a person may cause now. */
export const mayCause = (hands: CaseHands, by: string): CaseEvent[] =>
  caseMachine
    .filter(([from]) => from === hands.state)
    .map(([, event]) => event)
    .filter(event => caseStep(hands, event, by).step === 'taken');
