import { keepToSchemas } from '@continuum/door';
import { credentialRoutes, type StaffAct, staffActs } from '@continuum/registries-credential';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isIdentityVerified, keyActsOf, keyReachOf } from './index.ts';
import { keyOffices } from './rules/key-offices.data.ts';
import { cast, origin, type Who, type Workplace, workplace } from './testing/workplace.ts';

let at: Workplace;
let app: FastifyInstance;
let certified: string;

/** The room of keys as the server mounts it, over the offices of the database. */
async function keyDoors(): Promise<FastifyInstance> {
  const doors = Fastify();
  keepToSchemas(doors);
  doors.addHook('onRequest', async request => {
    Object.assign(request, { actor: cast[request.headers['x-who'] as Who], origin });
  });
  await doors.register(
    credentialRoutes({
      ...{ keys: at.keys, enrolment: at.deps.enrolment, authority: at.authority, journal: at.journal },
      findPractitioner: async id => ({ id, name: `Personne ${id}`, profile: 'none' }),
      actsOf: keyActsOf(at.pool),
      reachOf: keyReachOf(at.pool),
      isIdentityVerified: holder => isIdentityVerified(at.pool, holder),
    }),
  );
  return doors;
}

const ask = (who: Who, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  app.inject({ method, url, payload, headers: { 'x-who': who } });

beforeAll(async () => {
  at = await workplace();
  app = await keyDoors();
  certified = await at.certify('Practitioner/gaa');
});
beforeEach(() => {
  at.events.length = 0;
});
afterAll(async () => {
  await app?.close();
  await at?.close();
});

const nowhere = '00000000-0000-4000-8000-000000000000';
/** What each act is asked with; what it is about is not there, so that nothing is done. */
const doors: Record<StaffAct, ['GET' | 'POST' | 'DELETE', string, object?][]> = {
  'see-keys': [
    ['GET', '/register'],
    ['GET', '/keys?holder=Practitioner/doc'],
    ['GET', '/keys/none/history'],
  ],
  invite: [
    ['POST', '/enrolments', { practitioner: 'doc', userName: 'doc' }],
    ['GET', '/enrolments'],
    ['DELETE', `/enrolments/${nowhere}`],
  ],
  activate: [['POST', '/keys/none/events', { event: 'activate' }]],
  suspend: [['POST', '/keys/none/events', { event: 'suspend' }]],
  restore: [['POST', '/keys/none/events', { event: 'restore' }]],
  lost: [['POST', '/keys/none/events', { event: 'lost' }]],
  blocked: [['POST', '/keys/none/events', { event: 'blocked' }]],
  renew: [['POST', '/keys/none/events', { event: 'renew' }]],
  revoke: [['POST', '/keys/none/events', { event: 'revoke' }]],
  'see-certificates': [
    ['GET', '/certificates'],
    ['GET', '/authority'],
  ],
  'revoke-certificate': [['POST', `/certificates/${'0'.repeat(32)}/revocation`, { reason: 'unspecified' }]],
};

/** The members of the cast who hold an office, wherever. */
const offices: Partial<Record<Who, string>> = {
  ...{ gaa: 'gaa', otherGaa: 'gaa', aga: 'aga', secondAga: 'aga', tvi: 'tvi', avi: 'avi', otherAvi: 'avi' },
  pilote: 'operations',
};
const may = (who: Who, act: StaffAct): boolean => keyOffices[act].some(office => office === offices[who]);

describe('keys and certificates of others: each act by each office, and by those who have none', () => {
  it.each(staffActs.map(act => [act]))('%s', async act => {
    for (const [method, url, body] of doors[act])
      for (const who of Object.keys(cast) as Who[]) {
        at.events.length = 0;
        const { statusCode } = await ask(who, method, url, body);
        const told = `${who}: ${method} ${url}`;
        if (may(who, act)) expect([200, 404, 409, 422], told).toContain(statusCode);
        else {
          expect(statusCode, told).toBe(who === 'nobody' ? 401 : 403);
          expect(at.events, told).toMatchObject([{ outcome: 'denied', why: `office:${act}` }]);
        }
      }
  });

  it('each one is told what of it is theirs', async () => {
    for (const who of Object.keys(cast).filter(one => one !== 'nobody') as Who[])
      expect([who, (await ask(who, 'GET', '/acts')).json().acts]).toEqual([
        who,
        staffActs.filter(act => may(who, act)),
      ]);
  });

  it('a GAA has the keys of nobody, not of their own organization either', async () => {
    expect(staffActs.filter(act => may('gaa', act))).toEqual([]);
  });
});

describe('the first key of somebody', () => {
  it('is not invited here: it is handed over on an order, once their identity is verified', async () => {
    const asked = { practitioner: 'doc', userName: 'doc' };
    expect((await ask('tvi', 'POST', '/enrolments', asked)).statusCode).toBe(422);
    await at.newcomer('doc');
    await at.authorizations.establish(
      { practitioner: 'doc', organization: 'clinic', profile: 'physician', email: 'doc@example.org' },
      at.by(cast.pilote),
    );
    const invited = await ask('tvi', 'POST', '/enrolments', asked);
    expect(invited.statusCode, invited.body).toBe(201);
    expect(await at.enrolKey(invited.json().code)).toBe(true);
    const [key] = await at.keys.list('Practitioner/doc');
    const say = (who: Who, event: string) => ask(who, 'POST', `/keys/${key!.id}/events`, { event });
    expect((await say('tvi', 'activate')).statusCode).toBe(409);
    expect((await say('gaa', 'activate')).statusCode).toBe(403);
    expect((await say('avi', 'activate')).json()).toEqual({ state: 'active' });
  });
});

describe('an office that ends', () => {
  it('does nothing from the next request on, whichever process answers', async () => {
    const [agent] = await at.pool.query<{ id: string }>(
      `SELECT id FROM service.access_agent WHERE practitioner = 'aga'`,
    );
    const revocation = `/certificates/${certified}/revocation`;
    expect((await ask('aga', 'GET', '/certificates')).statusCode).toBe(200);
    const other = await keyDoors();
    await at.authorizations.dismiss(agent!.id, 'fin de mandat', at.by(cast.pilote));
    for (const process of [app, other]) {
      const answer = await process.inject({
        ...{ method: 'POST', url: revocation, payload: { reason: 'unspecified' } },
        headers: { 'x-who': 'aga' },
      });
      expect(answer.statusCode).toBe(403);
    }
    await other.close();
    expect((await ask('aga', 'GET', '/acts')).json()).toEqual({ acts: [] });
  });

  it('is nothing for whoever comes in under no authorization', async () => {
    const none = { ...cast.tvi, profile: 'none' as const };
    expect([...(await keyActsOf(at.pool)({ actor: none, origin }))]).toEqual([]);
    expect([...(await keyActsOf(at.pool)({ actor: cast.tvi, origin }))]).not.toEqual([]);
  });
});
