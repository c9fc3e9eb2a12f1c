/** Whose session it is: one browser may hold one of each. */
export type SessionKind = 'clinician' | 'citizen';
