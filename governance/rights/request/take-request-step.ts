import type { RightsOffice } from '@continuum/trust-access';
import {
  type RequestEvent,
  type RequestKind,
  type RequestState,
  type RequestTransition,
  requestMachines,
} from './request-machine.data.ts';

/** Where a request is, and whose hands it passed through. */
export interface RequestHands {
  kind: RequestKind;
  state: RequestState;
  /** Who proposed to refuse it. */
  proposedBy: string | null;
}

export type RequestStep =
  | { step: 'taken'; to: RequestState }
  /** Nobody of that office causes it, in whatever state: nothing is said of the state. */
  | { step: 'not-theirs' }
  | { step: 'not-now'; awaited: RequestEvent[] }
  /** Four eyes: they proposed the refusal that another one decides. */
  | { step: 'not-you' };

/** Who proposed a refusal decides nothing of it. */
const fourEyes: ReadonlySet<RequestEvent> = new Set(['refuse', 'return']);

/** What may happen now, as an office may know of it: a person is told of their own steps alone. */
const awaitedOf = (here: readonly RequestTransition[], office: RightsOffice): RequestEvent[] =>
  here.filter(([, , , who]) => office !== 'person' || who === 'person').map(([, what]) => what);

/** What becomes of a request when that person of that office causes an event. Pure. */
export function requestStep(
  { kind, state, proposedBy }: RequestHands,
  event: RequestEvent,
  office: RightsOffice,
  by: string,
): RequestStep {
  const machine = requestMachines[kind];
  if (!machine.some(([, what, , who]) => what === event && who === office)) return { step: 'not-theirs' };
  const here = machine.filter(([from]) => from === state);
  const found = here.find(([, what, , who]) => what === event && who === office);
  if (!found) return { step: 'not-now', awaited: awaitedOf(here, office) };
  return fourEyes.has(event) && proposedBy === by ? { step: 'not-you' } : { step: 'taken', to: found[2] };
}

/** The events that somebody may cause now. */
export const mayCause = (hands: RequestHands, office: RightsOffice, by: string): RequestEvent[] =>
  requestMachines[hands.kind]
    .filter(([from]) => from === hands.state)
    .map(([, event]) => event)
    .filter(event => requestStep(hands, event, office, by).step === 'taken');
