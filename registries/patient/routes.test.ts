import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { namSystem } from '@continuum/standards-nam';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { routes } from './routes.ts';

const feed: Actor = {
  kind: 'system',
  id: 'Device/registre',
  name: 'registre',
  profile: 'patient-registry-feed',
  source: { id: 'registre', registersUsagers: true },
  credential: { kind: 'client-assertion', id: '1' },
};
const physician: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/medecin',
  name: 'Marie Roy',
  profile: 'physician',
  credential: { kind: 'key', id: '1' },
};
const origin = { request: 'r', address: '::1', channel: 'api' };
const niu = { system: 'https://continuum.health/fhir/NamingSystem/niu', value: '2000000001' };
const marc = {
  resourceType: 'Patient',
  id: 'marc',
  identifier: [niu, { system: namSystem, value: 'TREM04121925' }],
  name: [{ use: 'official', family: 'Tremblay', given: ['Marc'] }],
  birthDate: '2004-12-19',
  gender: 'male',
};
const shown = {
  id: 'marc',
  family: 'Tremblay',
  given: 'Marc',
  birthDate: '2004-12-19',
  gender: 'male',
  nam: 'TREM 0412 1925',
  active: true,
};

let database: Awaited<ReturnType<typeof testDatabase>>;
let data: string;
let gate: OpenedGate;
let app: FastifyInstance;
let actor: Actor = physician;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'patient-'));
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  await gate.open(feed, usualPurpose(feed.profile), origin).write([{ verb: 'upsert', resource: marc }]);
  app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor, origin, purpose: usualPurpose(actor.profile) });
  });
  await app.register(routes({ gate }), { prefix: '/api/patient' });
});
afterAll(async () => {
  await app.close();
  await gate.close();
  await database.drop();
  await rm(data, { recursive: true });
});

const search = (body: object) => app.inject({ method: 'POST', url: '/api/patient/search', body });

describe('a clinician finds a usager', () => {
  test.each([
    [{ nam: 'trem 0412 1925' }],
    [{ family: 'tremblay', birthDate: '2004-12-19' }],
    [{ family: 'Tremblay', given: 'Marc', birthDate: '2004-12-19' }],
  ])('by %j', async body => {
    const answer = await search(body);
    expect(answer.json()).toEqual({ usagers: [shown], more: false });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each([
    [{ nam: 'TREM 0412 1914' }],
    [{ family: 'Tremblay', birthDate: '2004-12-18' }],
    [{ family: 'Roy', birthDate: '2004-12-19' }],
  ])('and nobody by %j', async body => {
    expect((await search(body)).json()).toEqual({ usagers: [], more: false });
  });

  test.each([
    [422, { nam: 'TREM 0412 1935' }],
    [422, { family: 'Tremblay' }],
    [422, {}],
    [400, { birthDate: 'yesterday' }],
  ])('and is told (%i) what is wrong with %j', async (status, body) => {
    expect((await search(body)).statusCode).toBe(status);
  });

  it('and sees the banner without a NIU', async () => {
    const answer = await app.inject('/api/patient/marc');
    expect(answer.json()).toEqual(shown);
    expect(answer.body).not.toContain(niu.value);
    expect((await app.inject('/api/patient/nobody')).statusCode).toBe(404);
  });
});

it('who is not signed in finds nobody', async () => {
  actor = unknownActor;
  const answer = await search({ nam: 'TREM04121925' });
  actor = physician;
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="continuum"');
});
