/** Which session the page uses: one browser may hold a clinician's and a citizen's. */
export type SessionKind = 'clinician' | 'citizen';
