import { randomUUID } from 'node:crypto';
import { type Actor, platformActor } from '@continuum/trust-access';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inForceOf } from '../in-force.ts';
import { atTheDoor, type Door } from '../testing/at-the-door.ts';
import { cast, origin, type Who, type Workplace, workplace } from '../testing/workplace.ts';

let at: Workplace;
let door: Door;
const everybody = Object.keys(cast) as Who[];
const shut = (who: string) => (who === 'nobody' ? 401 : 403);
const proof = () => ({
  ...{ thumbprint: 'a'.repeat(43), jti: randomUUID() },
  keepUntil: new Date(at.now().getTime() + 60_000),
});

/** A physician of both clinics: in force at each, a request under way, GAA of one, signed in. */
async function busy(id: string): Promise<string> {
  const actor = await at.newcomer(id, { provider: 'FAM' });
  const { pool, authorizations, by } = at;
  for (const organization of ['clinic', 'other']) {
    const asked = { practitioner: id, organization, email: 'x@example.org', profile: 'physician' as const };
    const answer = await authorizations.establish(asked, { actor: platformActor, origin });
    if (!('done' in answer)) throw new Error(JSON.stringify(answer));
  }
  const designation = {
    organization: 'clinic',
    practitioner: id,
    email: 'x@example.org',
    designatedOn: '2026-11-01',
  };
  expect(await authorizations.designate(designation, by(cast.pilote))).toHaveProperty('done');
  const change = { organization: 'clinic', practitioner: id, profile: 'physician', places: ['clinic'] };
  const more = { starts: '2026-11-01', email: 'x@example.org', kind: 'change' as const };
  expect(await authorizations.submit({ ...change, ...more }, by(cast.gaa))).toHaveProperty('done');
  const inForce = await inForceOf(pool, `Practitioner/${id}`, at.now());
  const { id: authorization } = inForce.find(({ organization }) => organization.id === 'other')!;
  const signedIn: Actor = {
    ...actor,
    profile: 'physician',
    authorization,
    credential: { kind: 'none', id: 'x' },
  };
  return at.sessions.open('clinician', signedIn, { thumbprint: 'a'.repeat(43) });
}
const preview = (who: string, query: Record<string, string>) =>
  door.ask(who, 'GET', `/leavers/preview?${new URLSearchParams(query)}`);

beforeAll(async () => {
  at = await workplace();
  door = await atTheDoor(at);
}, 60_000);
beforeEach(() => {
  at.events.length = 0;
});
afterAll(async () => {
  await door?.close();
  await at?.close();
});

describe('who leaves', () => {
  it('at the end of an employment: what ends there is shown first, then ends in one action, and their sessions', async () => {
    const token = await busy('leaver');
    const asked = { practitioner: 'leaver', organization: 'clinic', why: 'employment-ended' };
    const shown = await preview('gaa', asked);
    expect(shown.json()).toMatchObject({
      authorizations: [{ organizationName: 'Organisme clinic', profile: 'physician', state: 'in-force' }],
      requests: [{ organizationName: 'Organisme clinic', state: 'submitted' }],
      offices: [{ office: 'gaa', organizationName: 'Organisme clinic' }],
      sessions: 1,
    });
    // A look ends nothing.
    expect(await at.sessions.find('clinician', token, proof())).toBeDefined();
    const left = await door.ask('gaa', 'POST', '/leavers', { ...asked, reason: 'Retraite' });
    expect(left.json()).toEqual({ authorizations: 1, requests: 1, designations: 1, agents: 0, sessions: 1 });
    expect(await at.sessions.find('clinician', token, proof())).toBeUndefined();
    expect((await preview('gaa', asked)).json()).toEqual({
      ...{ authorizations: [], requests: [], offices: [], sessions: 0 },
    });
    // Elsewhere they still come in.
    expect(await inForceOf(at.pool, 'Practitioner/leaver', at.now())).toMatchObject([
      { organization: { id: 'other' } },
    ]);
  });

  it('when their order suspends them, everything ends, everywhere', async () => {
    const token = await busy('suspended');
    const asked = { practitioner: 'suspended', organization: 'clinic', why: 'order-suspended' };
    const { authorizations, offices } = (await preview('pilote', asked)).json();
    expect(authorizations.map((row: { organizationName: string }) => row.organizationName)).toEqual([
      ...['Organisme clinic', 'Organisme other'],
    ]);
    expect(offices).toHaveLength(1);
    const left = await door.ask('pilote', 'POST', '/leavers', { ...asked, reason: 'Avis de l’ordre' });
    expect(left.json()).toEqual({ authorizations: 2, requests: 1, designations: 1, agents: 0, sessions: 1 });
    expect(await inForceOf(at.pool, 'Practitioner/suspended', at.now())).toEqual([]);
    expect(await at.sessions.find('clinician', token, proof())).toBeUndefined();
  });

  it.each([
    ['employment-ended', ['gaa', 'aga', 'secondAga']],
    ['order-suspended', ['pilote', 'aga', 'secondAga']],
  ])('%s: nobody else sees what would end, nor ends it', async (why, may) => {
    const asked = { practitioner: 'leaver', organization: 'clinic', why };
    for (const who of everybody.filter(one => !may.includes(one))) {
      at.events.length = 0;
      expect([who, (await preview(who, asked)).statusCode]).toEqual([who, shut(who)]);
      const answer = await door.ask(who, 'POST', '/leavers', { ...asked, reason: 'x' });
      expect([who, answer.statusCode]).toEqual([who, shut(who)]);
      expect(at.events).toMatchObject([{ outcome: 'denied' }, { outcome: 'denied' }]);
    }
    for (const who of may) expect((await preview(who, asked)).statusCode).toBe(200);
    expect((await preview('aga', { practitioner: 'leaver', why: 'moved' })).statusCode).toBe(400);
  });
});
