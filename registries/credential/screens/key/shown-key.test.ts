import { describe, expect, test } from 'vitest';
import { actsOn, missingAct, type ShownKey, shownState } from './shown-key.browser.ts';

const key = (change: Partial<ShownKey>): ShownKey => ({
  ...{ id: 'k', userName: 'u', holder: 'Practitioner/p', name: 'Dre Démo', kind: 'fido2', state: 'active' },
  ...{ created: '', certificate: 's', expires: '', certified: true, replaces: null, current: false },
  ...change,
});

const every = new Set(['activate', 'restore', 'renew', 'suspend', 'lost', 'blocked', 'revoke']);

describe('what the screens offer to say of a key', () => {
  test.each([
    ['own', 'enrolled', undefined, ['lost', 'blocked']],
    ['own', 'active', 'holder', ['renew', 'lost', 'blocked']],
    ['own', 'suspended', 'holder', ['blocked']],
    ['own', 'revoked', undefined, []],
    ['own', 'expired', undefined, []],
    ['staff', 'enrolled', undefined, ['activate', 'lost', 'blocked', 'revoke']],
    ['staff', 'enrolled', 'inviter', ['lost', 'blocked', 'revoke']],
    ['staff', 'enrolled', 'holder', ['lost', 'blocked', 'revoke']],
    ['staff', 'active', undefined, ['renew', 'suspend', 'lost', 'blocked', 'revoke']],
    ['staff', 'suspended', undefined, ['restore', 'blocked', 'revoke']],
    ['staff', 'suspended', 'inviter', ['restore', 'blocked', 'revoke']],
    ['staff', 'suspended', 'holder', ['blocked', 'revoke']],
    ['staff', 'replaced', undefined, []],
  ] as const)('%s, of one that is %s (barred: %s): %j', (audience, state, barred, offered) => {
    expect(actsOn(key({ state, barred }), audience, every)).toEqual(offered);
  });

  test('the staff, what their offices do and no more; a holder, whatever their office', () => {
    const may = new Set(['renew', 'revoke']);
    expect(actsOn(key({}), 'staff', may)).toEqual(['renew', 'revoke']);
    expect(actsOn(key({}), 'own', new Set())).toEqual(['renew', 'lost', 'blocked']);
  });

  test.each([
    ['enrolled', 'inviter', 'inviter'],
    ['enrolled', 'holder', 'holder'],
    ['suspended', 'holder', 'holder'],
    ['suspended', 'inviter', undefined],
    ['active', 'holder', undefined],
    ['enrolled', undefined, undefined],
  ] as const)('one that is %s, barred as %s: why a button is missing: %s', (state, barred, why) => {
    expect(missingAct(key({ state, barred }), every)).toBe(why);
    expect(missingAct(key({ state, barred }), new Set(['revoke']))).toBeUndefined();
  });

  test('one whose certificate was revoked on its own is not shown as active', () => {
    expect(shownState(key({ certified: false }))).toBe('uncertified');
    expect(shownState(key({ certified: false, state: 'suspended' }))).toBe('suspended');
  });
});
