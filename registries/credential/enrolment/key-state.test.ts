import { describe, expect, test } from 'vitest';
import { type KeyEvent, type KeyState, nextState, stateAt } from './key-state.ts';

const events: KeyEvent[] = [
  ...(['activate', 'lost', 'suspend', 'restore', 'blocked', 'revoke', 'replace', 'renew', 'expire'] as const),
];

describe('the life of a key', () => {
  // A row a state, a column an event; `-` cannot happen.
  test.each([
    // state      activate   lost         suspend      restore   blocked    revoke     replace     renew     expire
    ['enrolled', 'active', 'revoked', '-', '-', 'revoked', 'revoked', 'replaced', '-', 'expired'],
    ['active', '-', 'suspended', 'suspended', '-', 'revoked', 'revoked', 'replaced', 'active', 'expired'],
    ['suspended', '-', '-', '-', 'active', 'revoked', 'revoked', 'replaced', '-', 'expired'],
    ['revoked', '-', '-', '-', '-', '-', '-', '-', '-', '-'],
    ['expired', '-', '-', '-', '-', '-', '-', 'replaced', '-', '-'],
    ['replaced', '-', '-', '-', '-', '-', '-', '-', '-', '-'],
  ])('a key that is %s', (state, ...after) => {
    expect(events.map(event => nextState(state as KeyState, event) ?? '-')).toEqual(after);
  });

  test.each([
    ['active', 'expired'],
    ['suspended', 'expired'],
    ['revoked', 'revoked'],
    ['replaced', 'replaced'],
  ] as const)('one that is %s is %s when its certificate has ended', (state, after) => {
    const end = new Date('2029-01-01T00:00:00Z');
    expect(stateAt(state, end, new Date('2028-12-31T23:59:59Z'))).toBe(state);
    expect(stateAt(state, end, end)).toBe(after);
  });
});
