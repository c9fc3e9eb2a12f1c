import { describe, expect, it } from 'vitest';
import {
  type Actor,
  compileMatrix,
  type Decision,
  type Domain,
  decide,
  decideExport,
  firstMatrix,
  matrix,
  type Profile,
  type PurposeOfUse,
  unknownActor,
} from './index.ts';

const actor = (profile: Profile, more: Partial<Actor> = {}): Actor => ({
  kind: profile === 'citizen' ? 'citizen' : 'practitioner',
  id: 'Practitioner/1',
  name: 'Somebody',
  profile,
  credential: { kind: 'key', id: '1' },
  ...more,
});

const verdict = (decision: Decision): string => (decision.permit ? 'permit' : decision.denial);

describe('who may read which domain, for which purpose', () => {
  it.each<[Profile, PurposeOfUse, Domain, string]>([
    ['physician', 'TREAT', 'medication', 'permit'],
    ['physician', 'TREAT', 'laboratory', 'permit'],
    ['physician', 'TREAT', 'imaging', 'permit'],
    ['physician', 'HOPERAT', 'medication', 'purpose-not-allowed'],
    ['physician', 'TREAT', 'directive', 'domain-not-allowed'],
    ['physician', 'TREAT', 'journal', 'domain-not-allowed'],
    ['pharmacist', 'TREAT', 'medication', 'permit'],
    ['pharmacist', 'TREAT', 'laboratory', 'permit'],
    ['pharmacist', 'TREAT', 'imaging', 'domain-not-allowed'],
    ['archivist', 'HOPERAT', 'laboratory', 'domain-not-allowed'],
    ['archivist', 'TREAT', 'laboratory', 'purpose-not-allowed'],
    ['surveillance', 'HCOMPL', 'journal', 'permit'],
    ['surveillance', 'HCOMPL', 'medication', 'domain-not-allowed'],
    ['surveillance', 'HOPERAT', 'journal', 'purpose-not-allowed'],
    ['operations', 'HSYSADMIN', 'registry', 'permit'],
    ['operations', 'HSYSADMIN', 'identity', 'beyond-purpose'],
    ['laboratory-system', 'TREAT', 'medication', 'domain-not-allowed'],
    ['patient-registry-feed', 'TREAT', 'laboratory', 'domain-not-allowed'],
    ['none', 'TREAT', 'medication', 'purpose-not-allowed'],
  ])('%s for %s on %s: %s', (profile, of, domain, expected) => {
    expect(verdict(decide(firstMatrix, actor(profile), { of }, 'read', [domain]))).toBe(expected);
  });

  it('a caller whom nobody identified is refused whatever they ask', () => {
    expect(verdict(decide(firstMatrix, unknownActor, { of: 'TREAT' }, 'read', []))).toBe('unidentified');
  });
});

describe('from where', () => {
  const there = (remote: Actor['remote']) =>
    verdict(decide(firstMatrix, actor('physician', { remote }), { of: 'TREAT' }, 'read', ['medication']));

  it('a home that was declared opens what a usual place does; a device that nobody declared opens nothing', () => {
    expect(there({ at: 'home', declaration: 'd1' })).toBe('permit');
    expect(there({ at: 'patient-home', declaration: 'd1' })).toBe('permit');
    expect(there({ at: 'undeclared' })).toBe('remote-undeclared');
    const none = actor('none', { remote: { at: 'undeclared' } });
    expect(verdict(decide(firstMatrix, none, { of: 'TREAT' }, 'read', []))).toBe('remote-undeclared');
  });
});

describe('whose record', () => {
  const citizen = actor('citizen', { usagers: ['me', 'my-child'] });

  it.each([
    ['me', 'permit'],
    ['my-child', 'permit'],
    ['my-neighbour', 'usager-not-allowed'],
  ])('a citizen opens %s: %s', (usager, expected) => {
    expect(verdict(decide(firstMatrix, citizen, { of: 'PATRQT' }, 'read', ['laboratory'], usager))).toBe(
      expected,
    );
  });

  it.each([
    ['me', 'permit'],
    ['whom-i-help', 'usager-not-allowed'],
  ])('a proxy who only reads decides for %s: %s', (usager, expected) => {
    const proxy = actor('citizen', { usagers: ['me', 'whom-i-help'], readsOnly: ['whom-i-help'] });
    expect(verdict(decide(firstMatrix, proxy, { of: 'PATRQT' }, 'read', ['directive'], usager))).toBe(
      'permit',
    );
    expect(verdict(decide(firstMatrix, proxy, { of: 'PATRQT' }, 'write', ['directive'], usager))).toBe(
      expected,
    );
  });

  it('a citizen sees their own record whatever they refused, and nobody else’s rows', () => {
    const decision = decide(firstMatrix, citizen, { of: 'PATRQT' }, 'read', []);
    expect(decision.permit && decision.sight).toMatchObject({ usagers: ['me', 'my-child'], refusal: 'own' });
  });

  it('everyone else obeys the refusal', () => {
    for (const profile of Object.keys(matrix) as Profile[]) {
      const [of] = matrix[profile].purposes;
      const decision =
        of && profile !== 'citizen' ? decide(firstMatrix, actor(profile), { of }, 'read', []) : undefined;
      if (decision?.permit) expect(decision.sight.refusal).toBe('obeyed');
    }
  });
});

describe('at the counter, where staff registers what a person asks for', () => {
  const there = (profile: Profile, more: Partial<Actor> = {}) =>
    actor(profile, { atRequestOf: 'anne', ...more });
  const asked = (who: Actor, of: PurposeOfUse, domain: Domain, usager = 'anne') =>
    verdict(decide(firstMatrix, who, { of }, 'write', [domain], usager));

  it.each<[string, Actor, PurposeOfUse, string]>([
    ['archives', there('archivist'), 'PATRQT', 'permit'],
    ['archives for their own work', there('archivist'), 'HOPERAT', 'request-purpose'],
    ['archives anywhere else', actor('archivist'), 'PATRQT', 'request-missing'],
    ['a citizen', there('citizen', { usagers: ['anne'] }), 'PATRQT', 'counter-only'],
    ['a physician', there('physician'), 'TREAT', 'request-purpose'],
    ['a physician who says so', there('physician'), 'PATRQT', 'purpose-not-allowed'],
    ['surveillance', there('surveillance'), 'HCOMPL', 'request-purpose'],
    ['operations', there('operations'), 'HOPERAT', 'request-purpose'],
    ['nobody known', { ...unknownActor, atRequestOf: 'anne' }, 'PATRQT', 'unidentified'],
  ])('%s', (_, who, of, expected) => {
    expect(asked(who, of, 'directive')).toBe(expected);
  });

  it('one person at a time, and nothing clinical whatever the table gives', () => {
    const archives = there('archivist');
    expect(asked(archives, 'PATRQT', 'directive', 'luc')).toBe('usager-not-allowed');
    const wide = compileMatrix(2, {
      ...matrix,
      archivist: { ...matrix.archivist, reads: [...matrix.physician.reads, 'directive'] },
    });
    const decision = decide(wide, archives, { of: 'PATRQT' }, 'read', []);
    expect(decision.permit && decision.sight).toMatchObject({
      domains: ['identity', 'registry', 'directive'],
      usagers: ['anne'],
      refusal: 'own',
    });
    expect(verdict(decide(wide, archives, { of: 'PATRQT' }, 'read', ['medication']))).toBe('beyond-purpose');
  });
});

describe('who may write', () => {
  it.each<[Profile, 'create' | 'write', 'laboratory' | 'medication' | 'registry' | 'identity', string]>([
    ['laboratory-system', 'create', 'laboratory', 'permit'],
    ['laboratory-system', 'write', 'laboratory', 'permit'],
    ['laboratory-system', 'create', 'registry', 'permit'],
    ['laboratory-system', 'write', 'registry', 'domain-not-allowed'],
    ['laboratory-system', 'create', 'medication', 'domain-not-allowed'],
    ['laboratory-system', 'create', 'identity', 'domain-not-allowed'],
    ['pharmacy-system', 'create', 'medication', 'permit'],
    ['pharmacy-system', 'create', 'laboratory', 'domain-not-allowed'],
    ['hospital-system', 'create', 'identity', 'permit'],
    ['patient-registry-feed', 'write', 'identity', 'permit'],
    ['physician', 'create', 'laboratory', 'domain-not-allowed'],
  ])('%s may %s %s: %s', (profile, action, domain, expected) => {
    expect(verdict(decide(firstMatrix, actor(profile), { of: 'TREAT' }, action, [domain]))).toBe(expected);
  });
});

describe('who may take the record in bulk', () => {
  const system = (profile: Profile) => actor(profile, { kind: 'system' });
  it.each<[string, Actor, PurposeOfUse, string]>([
    ['a hospital', system('hospital-system'), 'TREAT', 'permit'],
    ['a clinic', system('emr-system'), 'TREAT', 'permit'],
    ['a laboratory', system('laboratory-system'), 'TREAT', 'export-not-allowed'],
    ['a person with a hospital’s profile', actor('hospital-system'), 'TREAT', 'export-not-allowed'],
    ['a physician', actor('physician'), 'TREAT', 'export-not-allowed'],
    ['a citizen', actor('citizen', { usagers: ['me'] }), 'PATRQT', 'export-not-allowed'],
    ['a hospital for another purpose', system('hospital-system'), 'HOPERAT', 'purpose-not-allowed'],
    ['nobody known', unknownActor, 'TREAT', 'unidentified'],
  ])('%s: %4$s', (_, who, of, expected) => {
    expect(verdict(decideExport(firstMatrix, who, { of }))).toBe(expected);
  });
});
