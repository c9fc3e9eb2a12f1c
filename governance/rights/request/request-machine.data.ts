import type { RightsOffice } from '@continuum/trust-access';

/** What a person asks by right. */
export const requestKinds = ['complete-record', 'rectification', 'complaint'] as const;
export type RequestKind = (typeof requestKinds)[number];

export type RequestState =
  | 'received'
  | 'under-way'
  /** It was right: the source is to send the corrected version. */
  | 'to-correct'
  | 'refusal-proposed'
  | 'corrected'
  | 'answered'
  | 'refused'
  | 'withdrawn';

export const requestEvents = [
  'submit',
  /** The person joins a file that shows that they are right. */
  'attach',
  /** Somebody of the office takes it up. */
  'take',
  /** The correction is justified: it is made at the source. */
  'accept',
  /** The corrected version has come in. */
  'correct',
  /** The record was handed over, or the complaint is settled. */
  'answer',
  'propose-refusal',
  /** What is proposed does not hold. */
  'return',
  'refuse',
  'withdraw',
  /** The person does not agree with the refusal, and has it kept with the request. */
  'disagree',
] as const;
export type RequestEvent = (typeof requestEvents)[number];

/** State, event, next state, who may. `none`: there is nothing yet. */
export type RequestTransition = readonly [
  from: RequestState | 'none',
  event: RequestEvent,
  to: RequestState,
  by: RightsOffice,
];

/** Until somebody has decided, the person may take back what they asked. */
const withdrawn: readonly RequestTransition[] = (
  ['received', 'under-way', 'to-correct', 'refusal-proposed'] as const
).map(from => [from, 'withdraw', 'withdrawn', 'person']);

/** Until it is decided, the person may show more; that a refusal is proposed changes nothing of it for them. */
const attached: readonly RequestTransition[] = (['received', 'under-way', 'refusal-proposed'] as const).map(
  state => [state, 'attach', state, 'person'],
);

/** Nobody alone refuses somebody a right: one proposes with reasons, another, who answers for the protection of information, decides. */
const refusal = (proposer: RightsOffice): readonly RequestTransition[] => [
  ['under-way', 'propose-refusal', 'refusal-proposed', proposer],
  ['refusal-proposed', 'return', 'under-way', 'privacy'],
  ['refusal-proposed', 'refuse', 'refused', 'privacy'],
  // Attached to the request. lets a person have their refused request kept with the information; articles à valider.
  ['refused', 'disagree', 'refused', 'person'],
];

/** Everything that can happen to a request, by its kind. What has ended stays as it is. */
export const requestMachines: Readonly<Record<RequestKind, readonly RequestTransition[]>> = {
  'complete-record': [
    ['none', 'submit', 'received', 'person'],
    ['received', 'take', 'under-way', 'archives'],
    ['under-way', 'answer', 'answered', 'archives'],
    ...refusal('archives'),
    ...withdrawn.filter(([from]) => from !== 'to-correct'),
  ],
  rectification: [
    ['none', 'submit', 'received', 'person'],
    ['received', 'take', 'under-way', 'archives'],
    ['under-way', 'accept', 'to-correct', 'archives'],
    ['to-correct', 'correct', 'corrected', 'archives'],
    // The source shows that it was right after all.
    ['to-correct', 'propose-refusal', 'refusal-proposed', 'archives'],
    ...refusal('archives'),
    ...attached,
    ...withdrawn,
  ],
  complaint: [
    ['none', 'submit', 'received', 'person'],
    ['received', 'take', 'under-way', 'privacy'],
    ['under-way', 'answer', 'answered', 'privacy'],
    ...refusal('privacy'),
    ...withdrawn.filter(([from]) => from !== 'to-correct'),
  ],
};

/** States in which nothing more is awaited of whoever handles it. */
export const finalStates: ReadonlySet<RequestState> = new Set([
  'corrected',
  'answered',
  'refused',
  'withdrawn',
]);

/** Events that need words: what was found, decided or done, or why. */
export const needWords: ReadonlySet<RequestEvent> = new Set([
  'answer',
  'propose-refusal',
  'return',
  'refuse',
  'disagree',
]);

/** Events whose words are for those who handle the request, and not for the person. */
export const internalEvents: ReadonlySet<RequestEvent> = new Set(['propose-refusal', 'return']);

/** The state of a request as an office reads it: a person learns of a refusal once it is decided. */
export const stateFor = (office: RightsOffice, state: RequestState): RequestState =>
  office === 'person' && state === 'refusal-proposed' ? 'under-way' : state;

/** Days within which a person is answered, of the day they asked, and where that comes from. */
export const delays: Readonly<Record<RequestKind, { days: number; source: string }>> = {
  'complete-record': {
    days: 30,
    source: 'P-39.1, art. 32: 30 jours de la réception; délai des organismes publics (A-2.1) et R-22.1 à valider',
  },
  rectification: {
    days: 30,
    source: 'P-39.1, art. 32: 30 jours de la réception; délai des organismes publics (A-2.1) et R-22.1 à valider',
  },
  complaint: { days: 30, source: 'à valider' },
};

/** Days for asking the Commission d’accès à l’information to review a refusal, or a silence. Source: the Commission’s own page on its recourses; à valider. */
export const reviewDays = 30;

/** Days for which whoever saw a version before its correction is told so, until they acknowledge it. À valider. */
export const correctionNoticeDays = 365;
