/** Why the person sees a result by now (`released`, `chosen`, `elapsed`), or not yet. */
export type ResultStateName =
  | 'not-final'
  | 'clinician'
  | 'held'
  | 'delay'
  | 'released'
  | 'chosen'
  | 'elapsed';

const seen = 'The person sees this result already.';

const unreleasable: Partial<Record<ResultStateName, string>> = {
  'not-final': 'This result is not final: there is nothing to release yet.',
  released: 'This result was released already.',
  chosen: seen,
  elapsed: seen,
};

const unholdable: Partial<Record<ResultStateName, string>> = {
  clinician: 'This result waits for a clinician’s release: it needs no hold.',
  held: 'This result is held already; release it once it may be seen.',
  released: 'This result was released: it is not taken back.',
  elapsed: 'The longest delay of this result is over: it is not taken back.',
};

/** Why a result in that state cannot be released or held; undefined: it can. */
export const problemOf = (kind: 'release' | 'hold', state: ResultStateName): string | undefined =>
  (kind === 'release' ? unreleasable : unholdable)[state];
