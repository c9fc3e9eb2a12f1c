import { randomUUID } from 'node:crypto';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type Actor, unknownActor } from '@continuum/trust-access';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actingFor, type Place } from './acting-for.ts';
import { createSessions, migrations, type Sessions, type SignInEvent } from './index.ts';
import { anyAuthorization } from './testing/index.ts';

const place = (name: string): Place => ({
  ...{ authorization: randomUUID(), profile: name === 'hopital' ? 'radiologist' : 'physician' },
  organization: { id: name, name: `Organisme ${name}` },
});
const [clinic, hospital, elsewhere] = [place('clinique'), place('hopital'), place('ailleurs')];
const doctor: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/p1', name: 'Dre Démo', profile: 'physician' },
  ...{ authorization: clinic.authorization, organization: clinic.organization },
  credential: { kind: 'none', id: 'x' },
};

let database: TestDatabase;
let sessions: Sessions;
let app: FastifyInstance;
let token: string;
const events: SignInEvent[] = [];
const thumbprint = 'a'.repeat(43);
const find = () =>
  sessions.find('clinician', token, {
    ...{ thumbprint, jti: randomUUID() },
    keepUntil: new Date(Date.now() + 60_000),
  });

/** Who asks is whom the session is of, unless nobody proved to be. */
const ask = (method: 'GET' | 'POST', url: string, payload?: object, proven = true, from = 'clinic') =>
  app.inject({
    ...{ method, url, payload },
    headers: {
      ...{ cookie: `continuum_clinician=${token}`, 'continuum-session': 'clinician' },
      ...{ 'x-proven': String(proven), 'x-at': from },
    },
  });

beforeAll(async () => {
  database = await testDatabase([migrations]);
  sessions = createSessions(database.service, anyAuthorization);
  app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    const actor = request.headers['x-proven'] === 'true' ? await find() : unknownActor;
    Object.assign(request, { actor, origin: { request: 'r', address: '::1', channel: 'api' } });
  });
  const placesOf = async (id: string) => (id === 'p1' ? [clinic, hospital] : [elsewhere]);
  const journal = async (event: SignInEvent) => void events.push(event);
  const here = async ({ headers }: FastifyRequest, actor: Actor): Promise<Actor> =>
    headers['x-at'] === 'home' ? { ...actor, profile: 'none', remote: { at: 'undeclared' } } : actor;
  actingFor(app, { sessions, placesOf, here, journal }, async ({ profile, remote }) => ({ profile, remote }));
});
beforeEach(async () => {
  events.length = 0;
  token = await sessions.open('clinician', doctor, { thumbprint });
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

describe('somebody with access in several organizations', () => {
  it('sees which they are, and for which they act', async () => {
    expect((await ask('GET', '/places')).json()).toEqual([
      { ...clinic, current: true },
      { ...hospital, current: false },
    ]);
  });

  it('acts for the one that they choose, from the next request on, under its profile; the journal is told first', async () => {
    const answer = await ask('POST', '/place', { authorization: hospital.authorization });
    expect(answer.json()).toEqual({ profile: 'radiologist' });
    expect(await find()).toMatchObject({ ...doctor, ...hospital });
    expect(events).toMatchObject([
      { action: 'sign-in', outcome: 'success', why: 'place', actor: { organization: hospital.organization } },
    ]);
    expect((await ask('GET', '/places')).json()).toMatchObject([{ current: false }, { current: true }]);
  });

  it('whose session was opened before there was any takes their place in it', async () => {
    const { authorization: _, organization: __, ...newcomer } = doctor;
    token = await sessions.open('clinician', { ...newcomer, profile: 'none' }, { thumbprint });
    const answer = await ask('POST', '/place', { authorization: clinic.authorization });
    expect(answer.json()).toEqual({ profile: 'physician' });
    const found = await find();
    expect(found).toMatchObject(doctor);
    expect(found).not.toHaveProperty('remote');
  });

  it('from where is asked anew: who is at no usual place comes in as what remains of them there', async () => {
    const answer = await ask('POST', '/place', { authorization: hospital.authorization }, true, 'home');
    expect(answer.json()).toEqual({ profile: 'none', remote: { at: 'undeclared' } });
    expect(await find()).toMatchObject({ profile: 'none', remote: { at: 'undeclared' } });
    // Back at a usual place, nothing of it is kept.
    expect((await ask('POST', '/place', { authorization: clinic.authorization })).json()).toEqual({
      profile: 'physician',
    });
    const found = await find();
    expect(found).toMatchObject(doctor);
    expect(found).not.toHaveProperty('remote');
  });

  it('chooses none that is not theirs, nor without a proof of their session', async () => {
    const foreign = { authorization: elsewhere.authorization };
    expect((await ask('POST', '/place', foreign)).statusCode).toBe(403);
    expect(events).toMatchObject([{ action: 'attempt', outcome: 'denied', why: 'place-not-theirs' }]);
    const own = { authorization: hospital.authorization };
    expect((await ask('POST', '/place', own, false)).statusCode).toBe(401);
    expect((await ask('GET', '/places', undefined, false)).statusCode).toBe(401);
    expect(await find()).toMatchObject(doctor);
    expect((await ask('POST', '/place', { authorization: 'x' })).statusCode).toBe(400);
  });
});
