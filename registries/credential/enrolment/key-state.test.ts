import { describe, expect, test } from 'vitest';
import { endingStates, type KeyEvent, type KeyState, nextState } from './key-state.ts';

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

  test('its certificate’s end is the end of one that may still be used, and of no other', () => {
    expect(endingStates).toEqual(['enrolled', 'active', 'suspended']);
  });
});
