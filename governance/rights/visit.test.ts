import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccessLine } from './access-line.ts';
import { isBlocked, toVisits } from './visit.ts';

const line = (minute: number, change: Partial<AccessLine> = {}): AccessLine => ({
  id: `${minute}-${change.actor?.name ?? 'roy'}`,
  at: new Date(Date.UTC(2026, 10, 22, 12, 60 - minute)).toISOString(),
  action: 'read',
  outcome: 'success',
  actor: { name: 'Roy, Anne', profile: 'physician', kind: 'practitioner', organization: 'GMF du Parc' },
  purpose: 'TREAT',
  channel: 'api',
  domains: ['laboratory'],
  own: false,
  ...change,
});

describe('the list of accesses as a person reads it', () => {
  test('looks of one clinician that follow each other are one visit, with all its parts', () => {
    const visits = toVisits([line(1), line(2, { domains: ['medication', 'laboratory'] }), line(3)]);
    expect(visits).toHaveLength(1);
    expect(visits[0]).toMatchObject({
      domains: ['laboratory', 'medication'],
      to: line(1).at,
      from: line(3).at,
    });
  });

  test('another person, a blocked attempt, a deposit or a pause begins another visit', () => {
    const other = { ...line(1).actor, name: 'Gagnon, Luc' };
    const visits = toVisits([
      line(1),
      line(2, { actor: other }),
      line(3),
      line(4, { outcome: 'refused' }),
      line(5, { action: 'write' }),
      line(40, { action: 'write' }),
    ]);
    expect(visits).toHaveLength(6);
  });

  test('no line is lost or told twice', () => {
    const lines = fc.array(
      fc.record({
        minute: fc.nat(59),
        outcome: fc.constantFrom('success' as const, 'denied' as const),
        action: fc.constantFrom('read' as const, 'write' as const),
      }),
    );
    fc.assert(
      fc.property(lines, parts => {
        const all = parts.map(({ minute, ...change }) => line(minute, change));
        expect(toVisits(all).flatMap(visit => visit.lines)).toEqual(all);
      }),
    );
  });

  test('what did not give the record away is marked as blocked', () => {
    expect(isBlocked(line(1, { outcome: 'denied' }))).toBe(true);
    expect(isBlocked(line(1, { action: 'attempt' }))).toBe(true);
    expect(isBlocked(line(1, { outcome: 'not-found' }))).toBe(false);
  });
});
