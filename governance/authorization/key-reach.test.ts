import { keepToSchemas } from '@continuum/door';
import { credentialRoutes } from '@continuum/registries-credential';
import { platformActor } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIdentityVerified, keyActsOf, keyReachOf } from './index.ts';
import { organization, person } from './testing/register.ts';
import { cast, origin, type Who, type Workplace, workplace } from './testing/workplace.ts';

let at: Workplace;
let app: FastifyInstance;
const keys: Record<string, string> = {};
const platform = { actor: platformActor, origin };

const ask = (who: Who, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  app.inject({ method, url, payload, headers: { 'x-who': who } });
const holders = async (who: Who, url: string) =>
  ((await ask(who, 'GET', url)).json().rows as { holder: string }[]).map(({ holder }) => holder).toSorted();

/** Somebody with an access in force at an organization, and an active key. */
async function settled(practitioner: string, where: string): Promise<void> {
  await at.register(person({ id: practitioner, at: where, provider: 'MD' }));
  const asked = { practitioner, organization: where, email: `${practitioner}@example.org` };
  await at.authorizations.establish({ ...asked, profile: 'physician' }, platform);
  keys[practitioner] = (await at.keyOf(practitioner)).id;
}

beforeAll(async () => {
  at = await workplace();
  await at.register(
    ...[organization('north', 'medical-office', 'Nord'), organization('south', 'medical-office', 'Sud')],
    organization('nowhere', 'medical-office'),
    ...['avi-north', 'avi-nowhere', 'avi-said'].map(id => person({ id, at: 'ministry' })),
  );
  const appoint = async (id: string, where: string, region?: string) => {
    const asked = { practitioner: id, office: 'avi' as const, organization: where, email: 'x@example.org' };
    const answer = await at.authorizations.appoint(
      { ...asked, ...(region && { region }) },
      at.by(cast.pilote),
    );
    expect(answer).toHaveProperty('done');
  };
  await appoint('avi-north', 'north');
  await appoint('avi-nowhere', 'nowhere');
  await appoint('avi-said', 'nowhere', 'Sud');
  for (const [id, where] of [
    ['ann', 'north'],
    ['bob', 'south'],
    ['eve', 'nowhere'],
  ] as const)
    await settled(id, where);
  app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    const who = String(request.headers['x-who']);
    const actor = cast[who as Who] ?? {
      ...cast.avi,
      id: `Practitioner/${who}`,
      credential: { kind: 'key', id: who },
    };
    Object.assign(request, { actor, origin });
  });
  await app.register(
    credentialRoutes({
      ...{ keys: at.keys, enrolment: at.enrolment, authority: at.authority, journal: at.journal },
      findPractitioner: async id => ({ id, name: `Personne ${id}`, profile: 'none' }),
      ...{ actsOf: keyActsOf(at.pool), reachOf: keyReachOf(at.pool) },
      isIdentityVerified: holder => isIdentityVerified(at.pool, holder),
    }),
  );
}, 60_000);
afterAll(async () => {
  await app?.close();
  await at?.close();
});

const [north, said, nowhere] = ['avi-north', 'avi-said', 'avi-nowhere'] as unknown as Who[];
const theirs: [string, Who, string[]][] = [
  ['of the organization where they work', north!, ['ann']],
  ['said when they were appointed, before that of the organization', said!, ['bob']],
  ['that nobody said', nowhere!, []],
];

describe('an AVI sees the keys of their own territory', () => {
  it.each(theirs)('%s', async (_, who, reached) => {
    expect(await holders(who, '/register')).toEqual(reached.map(id => `Practitioner/${id}`));
    for (const id of Object.keys(keys)) {
      const [listed, history, found, suspended] = await Promise.all([
        ask(who, 'GET', `/keys?holder=Practitioner/${id}`),
        ask(who, 'GET', `/keys/${keys[id]}/history`),
        ask(who, 'GET', `/register?text=${id}`),
        ask(who, 'POST', `/keys/${keys[id]}/events`, { event: 'suspend' }),
      ]);
      const within = reached.includes(id);
      expect([id, listed.json().length, found.json().rows.length]).toEqual([
        id,
        ...(within ? [1, 1] : [0, 0]),
      ]);
      expect([id, history.statusCode, suspended.statusCode]).toEqual([
        id,
        ...(within ? [200, 200] : [404, 404]),
      ]);
      const [key] = await at.keys.list(`Practitioner/${id}`);
      expect([id, key!.state]).toEqual([id, within ? 'suspended' : 'active']);
      if (within) await ask(who, 'POST', `/keys/${keys[id]}/events`, { event: 'restore' });
    }
  });

  it('a key of another territory is answered as one that there is not', async () => {
    at.events.length = 0;
    const [other, none] = await Promise.all(
      [keys.bob, 'none'].map(id => ask(north!, 'POST', `/keys/${id}/events`, { event: 'suspend' })),
    );
    expect([other!.statusCode, other!.body]).toEqual([none!.statusCode, none!.body]);
    const denied = { action: 'attempt', outcome: 'denied', why: 'territory:suspend' };
    expect(at.events).toMatchObject([denied, denied]);
  });

  it('is told which it is; who sees everybody’s is told of none', async () => {
    const within = async (who: Who) => (await ask(who, 'GET', '/acts')).json().within;
    expect(await within(north!)).toEqual({ territory: 'Nord' });
    expect(await within(nowhere!)).toEqual({ territory: null });
    for (const who of ['aga', 'tvi'] as const) expect(await within(who)).toBeUndefined();
  });

  it('and invites nobody of another, nor sees or takes back their invitations', async () => {
    const invite = (who: Who, practitioner: string) =>
      ask(who, 'POST', '/enrolments', { practitioner, userName: practitioner });
    expect((await invite(north!, 'bob')).statusCode).toBe(403);
    expect((await invite('tvi', 'bob')).statusCode).toBe(201);
    expect((await invite(north!, 'ann')).statusCode).toBe(201);
    expect(await holders(north!, '/enrolments')).toEqual(['Practitioner/ann']);
    expect(await holders('tvi', '/enrolments')).toEqual(['Practitioner/ann', 'Practitioner/bob']);
    const waiting: { id: string; holder: string }[] = (await ask('tvi', 'GET', '/enrolments')).json().rows;
    const bobs = waiting.find(({ holder }) => holder === 'Practitioner/bob')!;
    at.events.length = 0;
    expect((await ask(north!, 'DELETE', `/enrolments/${bobs.id}`)).statusCode).toBe(404);
    expect(at.events).toMatchObject([{ action: 'attempt', outcome: 'denied', why: 'territory:invite' }]);
    expect(await holders('tvi', '/enrolments')).toHaveLength(2);
    expect((await ask('tvi', 'DELETE', `/enrolments/${bobs.id}`)).statusCode).toBe(204);
  });

  it('the service and the AGA see everybody’s', async () => {
    for (const who of ['aga', 'tvi'] as const)
      expect(await holders(who, '/register')).toEqual(
        expect.arrayContaining(['ann', 'bob', 'eve'].map(id => `Practitioner/${id}`)),
      );
  });
});

describe('a handover', () => {
  it('brings the person within reach for as long as it is with that AVI', async () => {
    const text = `UPDATE service.key_handover SET state = $1, avi = 'avi-nowhere' WHERE practitioner = 'bob'`;
    for (const state of ['with-avi', 'verified-in-person', 'enrolling-in-person', 'handed', 'ordered']) {
      await at.pool.query(text, [state]);
      const reached = ['handed', 'ordered'].includes(state) ? [] : ['Practitioner/bob'];
      expect([state, await holders(nowhere!, '/register')]).toEqual([state, reached]);
    }
    await at.pool.query(text, ['handed']);
  });
});

describe('the territory', () => {
  it('is the register’s, read again in time', async () => {
    const before = at.now();
    await at.register(organization('south', 'medical-office', 'Nord'));
    expect(await holders(north!, '/register')).toEqual(['Practitioner/ann']);
    at.setNow(new Date(before.getTime() + 25 * 3_600_000));
    expect((await at.authorizations.review()).regions).toBeGreaterThan(0);
    expect(await holders(north!, '/register')).toEqual(['Practitioner/ann', 'Practitioner/bob']);
    expect((await at.authorizations.review()).regions).toBe(0);
    at.setNow(before);
  });

  it('is left with the access: who has none at an organization of it any more is out of reach', async () => {
    const asked = { organization: 'north', practitioner: 'ann', reason: 'x' };
    expect(await at.authorizations.withdraw(asked, at.by(cast.aga))).toHaveProperty('done');
    expect(await holders(north!, '/register')).toEqual(['Practitioner/bob']);
  });

  it('an AVI whose office ended reaches nobody', async () => {
    const text = `SELECT id FROM service.access_agent WHERE practitioner = 'avi-north'`;
    const [agent] = await at.pool.query<{ id: string }>(text);
    await at.authorizations.dismiss(agent!.id, 'x', at.by(cast.pilote));
    expect((await ask(north!, 'GET', '/register')).statusCode).toBe(403);
  });
});
