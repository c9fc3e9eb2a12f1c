/** What a person's key may be. */
export type KeyState = 'enrolled' | 'active' | 'suspended' | 'revoked' | 'expired' | 'replaced';

/** What happens to a key. */
export type KeyEvent =
  /** The staff verified who holds it. */
  | 'activate'
  /** The holder, or the staff, cannot say where it is. */
  | 'lost'
  /** The staff stops it for a while. */
  | 'suspend'
  /** Found again, or the reason passed: the staff's to say. */
  | 'restore'
  /** Its PIN is blocked: the key must be reset, which erases its credential. It is enrolled anew. */
  | 'blocked'
  /** For good: it may be in other hands. */
  | 'revoke'
  /** Another key of the holder's takes its place. */
  | 'replace'
  /** A new certificate over the same key. */
  | 'renew'
  /** Its certificate came to its end. */
  | 'expire';

/** Each state, what may happen to a key in it, and what it becomes. What is not here cannot happen. */
const transitions: Record<KeyState, Partial<Record<KeyEvent, KeyState>>> = {
  enrolled: {
    ...{ activate: 'active', lost: 'revoked', blocked: 'revoked', revoke: 'revoked', replace: 'replaced' },
    expire: 'expired',
  },
  active: {
    ...{
      lost: 'suspended',
      suspend: 'suspended',
      blocked: 'revoked',
      revoke: 'revoked',
      replace: 'replaced',
    },
    ...{ renew: 'active', expire: 'expired' },
  },
  suspended: {
    ...{ restore: 'active', blocked: 'revoked', revoke: 'revoked', replace: 'replaced', expire: 'expired' },
  },
  revoked: {},
  expired: { replace: 'replaced' },
  replaced: {},
};

/** The state after an event; undefined when it cannot happen to a key in that state. */
export const nextState = (state: KeyState, event: KeyEvent): KeyState | undefined =>
  transitions[state][event];

/** The states that a key leaves when its certificate ends. */
export const endingStates = (Object.keys(transitions) as KeyState[]).filter(
  state => nextState(state, 'expire') !== undefined,
);
