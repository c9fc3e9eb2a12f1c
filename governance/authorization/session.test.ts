import { randomUUID } from 'node:crypto';
import { createSessions, createStillStands } from '@continuum/registries-credential';
import { type Actor, platformActor } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorCounts, inForceOf } from './index.ts';
import { cast, origin, type Workplace, workplace } from './testing/workplace.ts';

let at: Workplace;
beforeAll(async () => {
  at = await workplace();
});
afterAll(() => at?.close());

const binding = { thumbprint: 'a'.repeat(43) };
const proof = () => ({ ...binding, jti: randomUUID(), keepUntil: new Date(at.now().getTime() + 60_000) });

/** Somebody who comes in under an authorization in force at the clinic, and the token of their session. */
async function signedIn(id: string, more: Partial<Actor> = {}) {
  await at.newcomer(id);
  const asked = {
    practitioner: id,
    organization: 'clinic',
    profile: 'physician' as const,
    email: 'x@example.org',
  };
  await at.authorizations.establish(asked, { actor: platformActor, origin });
  const [authorization] = await inForceOf(at.pool, `Practitioner/${id}`, at.now());
  const actor: Actor = {
    ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: id, profile: 'physician' },
    ...{ authorization: authorization!.id, credential: { kind: 'none', id: 'test' } },
    ...more,
  };
  return {
    actor,
    authorization: authorization!.id,
    token: await at.sessions.open('clinician', actor, binding),
  };
}
const find = (token: string, sessions = at.sessions) => sessions.find('clinician', token, proof());

describe('the authorization in force is what gives the profile', () => {
  it('nobody’s session stands without one, under another profile, or under somebody else’s', async () => {
    const own = await signedIn('s1');
    expect(await find(own.token)).toMatchObject({ profile: 'physician', authorization: own.authorization });
    const wrong: Partial<Actor>[] = [
      { authorization: undefined },
      { profile: 'operations' },
      { id: 'Practitioner/other' },
      { authorization: randomUUID() },
    ];
    for (const more of wrong) {
      const { token } = await signedIn('s1', more);
      expect([more, await find(token)]).toEqual([more, undefined]);
    }
    const { token } = await signedIn('s1', { authorization: undefined, profile: 'none' });
    expect(await find(token)).toMatchObject({ profile: 'none' });
  });

  const ends: [string, (practitioner: string, authorization: string) => Promise<object>][] = [
    [
      'withdrawn',
      practitioner =>
        at.authorizations.withdraw({ organization: 'clinic', practitioner, reason: 'x' }, at.by(cast.gaa)),
    ],
    ['suspended', (_, id) => at.authorizations.suspendOrResume(id, 'suspend', 'x', at.by(cast.gaa))],
    [
      'the end of employment',
      practitioner =>
        at.authorizations.leave(
          { practitioner, organization: 'clinic', why: 'employment-ended', reason: 'x' },
          at.by(cast.gaa),
        ),
    ],
    [
      'a suspension by the order',
      practitioner =>
        at.authorizations.leave({ practitioner, why: 'order-suspended', reason: 'x' }, at.by(cast.pilote)),
    ],
  ];
  it.each(ends)(
    '%s: the next request is nobody’s, on every process, and an application’s too',
    async (what, end) => {
      const { actor, authorization, token } = await signedIn(what.replaceAll(' ', '-'));
      const elsewhere = createSessions(at.pool, actorCounts, at.now);
      const stands = createStillStands(at.pool, actorCounts, at.now);
      const pass = (await at.sessions.allowNavigation('clinician', token))!;
      expect([await find(token), await find(token, elsewhere), await stands(actor, undefined)]).toMatchObject(
        [...[{ profile: 'physician' }, { profile: 'physician' }, true]],
      );
      expect(await end(actor.id.replace('Practitioner/', ''), authorization)).toHaveProperty('done');
      expect([await find(token, elsewhere), await find(token), await stands(actor, undefined)]).toEqual([
        ...[undefined, undefined, false],
      ]);
      expect(await elsewhere.navigated('clinician', pass)).toBeUndefined();
    },
  );

  it('one whose period is over, or has not begun, gives nothing that day', async () => {
    const { token, authorization } = await signedIn('s5');
    const today = at.now();
    const period = (starts: string, ends: string) =>
      at.pool.query('UPDATE service.access_authorization SET starts = $2, ends = $3 WHERE id = $1', [
        ...[authorization, starts, ends],
      ]);
    await period('2026-11-01', '2026-11-02');
    expect(await find(token)).toBeDefined();
    // 03:30 in UTC is still the evening of the last day in Québec.
    at.setNow(new Date('2026-11-03T03:30:00Z'));
    const evening = await at.sessions.open('clinician', (await signedIn('s5')).actor, binding);
    expect(await find(evening)).toBeDefined();
    at.setNow(new Date('2026-11-03T05:30:00Z'));
    const night = await at.sessions.open(
      'clinician',
      { ...(await signedIn('s6')).actor, authorization, id: 'Practitioner/s5' },
      binding,
    );
    expect(await find(night)).toBeUndefined();
    at.setNow(today);
    await period('2026-12-01', '2026-12-31');
    expect(await find(token)).toBeUndefined();
  });

  it('costs no statement more: who asks is still one', async () => {
    const { token } = await signedIn('s7');
    const asked: string[] = [];
    const query: typeof at.pool.query = (text, ...rest) => {
      asked.push(text);
      return at.pool.query(text, ...rest);
    };
    const pool = { ...at.pool, query };
    await find(token, createSessions(pool, actorCounts, at.now));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('service.access_authorization');
  });
});
