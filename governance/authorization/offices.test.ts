import { platformActor } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atTheDoor, type Door } from './testing/at-the-door.ts';
import { cast, origin, type Workplace, workplace } from './testing/workplace.ts';

let at: Workplace;
let door: Door;
const platform = { actor: platformActor, origin };
const pieces = [
  { kind: 'passport', end: '42Z' },
  { kind: 'drivers-licence', end: '0917' },
];

/** The authorization of somebody at an organization, in force. */
async function established(practitioner: string, organization: string, profile = 'access-manager' as const) {
  const asked = { practitioner, organization, profile, email: `${practitioner}@example.org` };
  const answer = await at.authorizations.establish(asked, platform);
  if (!('done' in answer)) throw new Error(JSON.stringify(answer));
  return answer.value.id;
}
const say = (who: 'aga' | 'secondAga', id: string, event: 'suspend' | 'resume') =>
  door.ask(who, 'POST', `/authorizations/${id}/events`, { event, reason: 'x' });
const handoverOf = async (practitioner: string) =>
  (await door.ask('aga', 'GET', `/handovers?search=${practitioner}`)).json().rows[0];

beforeAll(async () => {
  at = await workplace();
  door = await atTheDoor(at);
  await at.newcomer('doc');
  const asked = {
    ...{ organization: 'clinic', practitioner: 'doc', profile: 'physician', places: ['clinic'] },
    ...{ kind: 'grant', starts: '2026-11-01', email: 'doc@example.org' },
  };
  const { id } = (await door.ask('gaa', 'POST', '/requests', asked)).json();
  await door.ask('aga', 'POST', `/requests/${id}/events`, { event: 'validate' });
  const grant = await at.signGrant(cast.secondAga, id);
  await door.ask('secondAga', 'POST', `/requests/${id}/events`, { event: 'accept', grant });
}, 60_000);
afterAll(async () => {
  await door?.close();
  await at?.close();
});

describe('an agent whose own authorization is suspended', () => {
  it('takes no step of a handover and sees no list, under whichever other authorization they come in', async () => {
    const own = await established('tvi', 'ministry');
    const { id } = await handoverOf('doc');
    const step = (event: string, more = {}) =>
      door.ask('tvi', 'POST', `/handovers/${id}/events`, { event, reason: 'x', ...more });
    expect((await step('mail')).json().state).toBe('mailed');
    expect((await say('aga', own, 'suspend')).statusCode).toBe(200);
    for (const event of ['miss', 'verify', 'hand-over', 'enrol', 'lift']) {
      at.events.length = 0;
      const { statusCode } = await step(event, { pieces, avi: 'avi' });
      expect([event, statusCode]).toEqual([event, 403]);
      expect(at.events).toMatchObject([{ action: 'attempt', outcome: 'denied' }]);
    }
    for (const list of ['handovers', 'unblockings', 'agents'])
      expect([list, (await door.ask('tvi', 'GET', `/${list}`)).statusCode]).toEqual([list, 403]);
    expect((await door.ask('tvi', 'GET', '/mine')).json().offices).toEqual([]);
    expect((await handoverOf('doc')).state).toBe('mailed');
    expect((await say('aga', own, 'resume')).statusCode).toBe(200);
    expect((await step('verify', { pieces })).json().state).toBe('verified-by-video');
  });

  it('nor the AVI whom a key was handed over to, nor an AGA', async () => {
    const { id } = await handoverOf('doc');
    await door.ask('tvi', 'POST', `/handovers/${id}/events`, { event: 'hand-over', reason: 'x', avi: 'avi' });
    for (const [who, path, event] of [
      ['avi', `handovers/${id}`, 'verify'],
      ['aga', `authorizations/${await established('second-aga', 'ministry')}`, 'suspend'],
    ] as const) {
      const own = await established(who, 'ministry');
      expect((await say('secondAga', own, 'suspend')).statusCode).toBe(200);
      const step = { event, reason: 'x', ...(event === 'verify' && { pieces }) };
      expect([who, (await door.ask(who, 'POST', `/${path}/events`, step)).statusCode]).toEqual([who, 403]);
      expect((await say('secondAga', own, 'resume')).statusCode).toBe(200);
    }
  });

  it('nor once it ended, or when they come in under none', async () => {
    const { id } = await handoverOf('doc');
    const verify = { event: 'verify', pieces };
    door.others['avi-under-none'] = { ...cast.avi, profile: 'none' };
    const under = await door.ask('avi-under-none', 'POST', `/handovers/${id}/events`, verify);
    expect(under.statusCode).toBe(403);
    const asked = { organization: 'ministry', practitioner: 'avi', reason: 'x' };
    expect((await door.ask('aga', 'POST', '/withdrawals', asked)).statusCode).toBe(201);
    expect((await door.ask('avi', 'POST', `/handovers/${id}/events`, verify)).statusCode).toBe(403);
    expect((await handoverOf('doc')).state).toBe('with-avi');
  });
});

describe('a GAA', () => {
  it('asks and withdraws nothing where their own authorization is suspended; needs none of their own', async () => {
    const search = () => door.ask('gaa', 'GET', '/requests');
    expect((await search()).statusCode).toBe(200);
    const own = await established('gaa', 'clinic');
    expect((await say('aga', own, 'suspend')).statusCode).toBe(200);
    expect((await search()).statusCode).toBe(403);
    const asked = { organization: 'clinic', practitioner: 'doc', reason: 'x' };
    expect((await door.ask('gaa', 'POST', '/withdrawals', asked)).statusCode).toBe(403);
    const ended = { organization: 'clinic', practitioner: 'gaa', reason: 'x' };
    expect((await door.ask('aga', 'POST', '/withdrawals', ended)).statusCode).toBe(201);
    expect((await search()).statusCode).toBe(200);
  });
});
