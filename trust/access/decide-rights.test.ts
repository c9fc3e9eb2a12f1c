import { describe, expect, test } from 'vitest';
import type { Actor, Profile } from './actor.ts';
import { unknownActor } from './actor.ts';
import { firstMatrix } from './compile-matrix.ts';
import { decideRights } from './decide-rights.ts';
import type { Purpose } from './purpose.ts';
import { usualPurpose } from './usual-purpose.ts';

const works = (profile: Profile, more: Partial<Actor> = {}): Actor => ({
  ...{ kind: 'practitioner', id: 'Practitioner/p', name: 'P', profile, credential: { kind: 'key', id: 'k' } },
  ...more,
});
const citizen = (more: Partial<Actor> = {}): Actor => ({
  ...{ kind: 'citizen', id: 'Patient/anne', name: 'Anne', profile: 'citizen', usagers: ['anne', 'leo'] },
  credential: { kind: 'password', id: 'anne' },
  ...more,
});
const decided = (actor: Actor, action: 'read' | 'write', usager?: string, purpose?: Purpose) => {
  const decision = decideRights(firstMatrix, actor, purpose ?? usualPurpose(actor.profile), action, usager);
  return decision.permit ? decision.office : decision.denial;
};

describe('who takes part in the requests by which persons exercise their rights', () => {
  test.each([
    ['the person', citizen(), 'write', 'anne', 'person'],
    ['who decides for a child', citizen(), 'write', 'leo', 'person'],
    ['a stranger', citizen(), 'read', 'luc', 'usager-not-allowed'],
    ['a citizen, of everybody', citizen(), 'read', undefined, 'usager-not-allowed'],
    ['a proxy who only reads, reading', citizen({ readsOnly: ['leo'] }), 'read', 'leo', 'person'],
    ['a proxy who only reads, asking', citizen({ readsOnly: ['leo'] }), 'write', 'leo', 'usager-not-allowed'],
    ['the archives', works('archivist'), 'write', undefined, 'archives'],
    ['the protection of information', works('surveillance'), 'write', undefined, 'privacy'],
    ['a physician', works('physician'), 'read', 'anne', 'domain-not-allowed'],
    ['operations', works('operations'), 'read', undefined, 'domain-not-allowed'],
    ['who manages accesses', works('access-manager'), 'read', undefined, 'domain-not-allowed'],
    ['nobody known', unknownActor, 'read', 'anne', 'unidentified'],
  ] as const)('%s', (_, actor, action, usager, outcome) => {
    expect(decided(actor, action, usager)).toBe(outcome);
  });

  test('an application that acts for somebody has no part in them, whatever its token says', () => {
    const application = { id: 'app', name: 'App' };
    expect(decided(citizen({ application, scopes: ['patient/*.cruds'] }), 'read', 'anne')).toBe(
      'scope-not-allowed',
    );
    expect(decided(works('archivist', { application }), 'read')).toBe('scope-not-allowed');
  });

  test('nobody handles them for a purpose that is not their work', () => {
    expect(decided(works('archivist'), 'read', 'anne', { of: 'TREAT' })).toBe('purpose-not-allowed');
  });
});
