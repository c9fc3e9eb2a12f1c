import { describe, expect, it } from 'vitest';
import { messageIdOf, nextTry } from './index.ts';

describe('a message', () => {
  it('has one id, of the site that sends it, however often it is tried', () => {
    expect(messageIdOf('7', 'https://echange.example:8443/portail')).toBe('<7@echange.example:8443>');
  });

  it.each([
    [0, '2026-11-28T12:01:00.000Z'],
    [1, '2026-11-28T12:02:00.000Z'],
    [5, '2026-11-28T12:32:00.000Z'],
    [6, '2026-11-28T13:00:00.000Z'],
    [4000, '2026-11-28T13:00:00.000Z'],
  ])('after %i tries waits longer, an hour at most', (tries, moment) => {
    expect(nextTry(tries, new Date('2026-11-28T12:00:00Z')).toISOString()).toBe(moment);
  });
});
