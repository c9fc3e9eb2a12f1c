/** As what somebody acts in the workflow of access authorizations. One person may hold several. */
export type Office =
  /** Operations of the platform: registers designations and agents. */
  | 'operations'
  /** Gestionnaire d’autorisations d’accès, of the organization concerned. */
  | 'gaa'
  /** Agent en gestion des accès. */
  | 'aga'
  /** Service de télévérification. */
  | 'tvi'
  /** Agent de vérification d’identité: the one it was handed over to. */
  | 'avi'
  /** The person concerned. */
  | 'intervenant'
  /** The platform, as a consequence of another step. */
  | 'platform';

/** State, event, next state, who may. `none`: there is nothing yet. */
export type Transition<State extends string, Event extends string> = readonly [
  from: State | 'none',
  event: Event,
  to: State,
  by: readonly Office[],
];

export type Machine<State extends string, Event extends string> = readonly Transition<State, Event>[];

/** What may happen next, and by whom: what a refusal names. */
export interface Awaited {
  event: string;
  by: readonly Office[];
}

export type Step<State extends string> =
  | { step: 'taken'; to: State; office: Office }
  /** Nobody of these offices may cause that event, in whatever state: nothing is said of the state. */
  | { step: 'not-theirs' }
  | { step: 'not-now'; awaited: Awaited[] };

/** What may happen in a state. */
export const awaitedIn = <State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State | 'none',
): Awaited[] => machine.filter(([from]) => from === state).map(([, event, , by]) => ({ event, by }));

/**
 * What becomes of a state when somebody of these offices causes an event. Whoever may not is told so before anything
 * of the state is.
 */
export function step<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State | 'none',
  event: Event,
  offices: readonly Office[],
): Step<State> {
  const theirs = machine.filter(
    ([, what, , by]) => what === event && by.some(office => offices.includes(office)),
  );
  if (theirs.length === 0) return { step: 'not-theirs' };
  const found = theirs.find(([from]) => from === state);
  if (found === undefined) return { step: 'not-now', awaited: awaitedIn(machine, state) };
  const [, , to, by] = found;
  return { step: 'taken', to, office: by.find(office => offices.includes(office))! };
}
