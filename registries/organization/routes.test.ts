import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createGaps,
  migrations as ofOrganizations,
  organizationNames,
  organizationOf,
  placesOf,
} from './index.ts';
import { routes } from './routes.ts';

const hospital: Actor = {
  kind: 'system',
  id: 'Device/hopital',
  name: 'hopital',
  profile: 'hospital-system',
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: '1' },
};
const operator: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/pilote',
  name: 'Pilote',
  profile: 'operations',
  credential: { kind: 'key', id: '1' },
};
const origin = { request: 'r', address: '::1', channel: 'api' };
const lastReceived = new Date('2026-11-01T12:00:00Z');
const source = {
  clientId: 'labo',
  name: 'Laboratoire',
  profile: 'laboratory-system' as const,
  state: 'active',
  lastReceived,
};
const organization = (id: string, name: string, kind: string) => ({
  verb: 'upsert' as const,
  resource: {
    resourceType: 'Organization',
    id,
    name,
    type: [{ text: kind }],
    address: [{ city: 'Sherbrooke' }],
  },
});

let database: Awaited<ReturnType<typeof testDatabase>>;
let data: string;
let gate: OpenedGate;
let app: FastifyInstance;
let actor: Actor = operator;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'organization-'));
  database = await testDatabase([...migrations, ofOrganizations]);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  await gate
    .open(hospital, usualPurpose(hospital.profile), origin)
    .write([organization('b', 'Pharmacie du Lac', 'Pharmacie'), organization('a', 'CHUS', 'Établissement')]);
  app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor, origin, purpose: usualPurpose(actor.profile) });
  });
  const sources = async () => [{ organization: 'a', organizationName: 'CHUS', ...source }];
  await app.register(routes({ gate, gaps: createGaps(database.service), sources }), {
    prefix: '/api/organization',
  });
});
afterAll(async () => {
  await app.close();
  await gate.close();
  await database.drop();
  await rm(data, { recursive: true });
});

it('organismes are listed by name, with their kind, their sources and when each last sent', async () => {
  expect((await app.inject('/api/organization')).json()).toEqual({
    organizations: [
      {
        id: 'a',
        name: 'CHUS',
        kind: 'Établissement',
        city: 'Sherbrooke',
        active: true,
        sources: [{ ...source, lastReceived: lastReceived.toISOString() }],
      },
      { id: 'b', name: 'Pharmacie du Lac', kind: 'Pharmacie', city: 'Sherbrooke', active: true, sources: [] },
    ],
  });
});

it('an organisme is found by the beginning of its name', async () => {
  const { organizations } = (await app.inject('/api/organization?name=pharma')).json();
  expect(organizations.map(({ id }: { id: string }) => id)).toEqual(['b']);
});

it('names of organismes are there for whatever else shows one', async () => {
  const access = gate.open(hospital, usualPurpose(hospital.profile), origin);
  expect(await organizationNames(access, ['a', 'x', 'a'])).toEqual(new Map([['a', 'CHUS']]));
});

it('an organisme has the kind that the register says, or none', async () => {
  const access = gate.open(hospital, usualPurpose(hospital.profile), origin);
  const system = 'https://continuum.health/fhir/CodeSystem/organization-kind';
  const type = [
    {
      coding: [
        { system: 'urn:other', code: 'x' },
        { system, code: 'community-pharmacy' },
      ],
    },
  ];
  const address = [{ city: 'Sherbrooke', district: 'Estrie' }];
  const pharmacy = { resourceType: 'Organization', id: 'c', name: 'Pharmacie Roy', type, address };
  await access.write([{ verb: 'upsert', resource: pharmacy }]);
  expect(await organizationOf(access, 'c')).toEqual({
    ...{ id: 'c', name: 'Pharmacie Roy', active: true, kind: 'community-pharmacy', region: 'Estrie' },
  });
  expect(await organizationOf(access, 'a')).toEqual({ id: 'a', name: 'CHUS', active: true });
  expect(await organizationOf(access, 'x')).toBeUndefined();

  const managingOrganization = { reference: 'Organization/c' };
  const place = (id: string, name: string, more = {}) => ({
    verb: 'upsert' as const,
    resource: { resourceType: 'Location', id, name, managingOrganization, ...more },
  });
  await access.write([
    place('l2', 'Succursale'),
    place('l1', 'Comptoir'),
    place('l3', 'Fermé', { status: 'inactive' }),
  ]);
  expect(await placesOf(access, 'c')).toEqual([
    { id: 'l1', name: 'Comptoir' },
    { id: 'l2', name: 'Succursale' },
  ]);
});

it('who is not signed in sees no list', async () => {
  actor = unknownActor;
  expect((await app.inject('/api/organization')).statusCode).toBe(401);
});

describe('what organismes do not send', () => {
  const record = (body: object) =>
    app.inject({ method: 'POST', url: '/api/organization/gaps', payload: body });
  const whole = { organization: 'a', domain: 'medication', reason: 'Déploiement en cours' };

  beforeAll(() => {
    actor = operator;
  });

  it('is said by who keeps the registers, under the name of the register, once', async () => {
    const said = await record({ ...whole, since: '2026-01-01' });
    expect(said.statusCode).toBe(201);
    expect(said.json()).toMatchObject({
      ...{ organization: 'a', organizationName: 'CHUS', domain: 'medication', since: '2026-01-01' },
      recordedBy: 'Practitioner/pilote',
    });
    expect((await record(whole)).statusCode).toBe(409);
    expect((await record({ ...whole, category: 'vente libre' })).statusCode).toBe(201);
    const { gaps } = (await app.inject('/api/organization/gaps')).json();
    expect(gaps.map(({ category }: { category?: string }) => category)).toEqual([undefined, 'vente libre']);
  });

  it.each([
    ['a day to come', { ...whole, domain: 'imaging', since: '2999-01-01' }, 422, 'since'],
    ['an organisme that nobody knows', { ...whole, organization: 'zz' }, 422, 'organization'],
    ['an organisme and a kind', { ...whole, organizationName: 'Toutes' }, 422, 'organizationName'],
    ['a domain that is none', { ...whole, domain: 'identity' }, 400, 'domain'],
    ['no reason', { organization: 'a', domain: 'imaging' }, 400, 'reason'],
  ])('%s is refused, with the field', async (_, body, status, field) => {
    const answer = await record(body);
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain(field);
  });

  it('is closed to whoever does not keep the registers, a system included; each attempt is journalled', async () => {
    const attempts = `SELECT count(*)::int AS n FROM record.journal WHERE entry LIKE '%sending-gap%denied%'
      OR entry LIKE '%denied%sending-gap%'`;
    const before = (await database.record.query<{ n: number }>(attempts))[0]!.n;
    const clinician: Actor = { ...operator, id: 'Practitioner/md', profile: 'physician' };
    for (const [other, status] of [
      [clinician, 403],
      [hospital, 403],
      [unknownActor, 401],
    ] as const) {
      actor = other;
      expect((await record({ ...whole, domain: 'imaging' })).statusCode).toBe(status);
    }
    actor = operator;
    expect((await database.record.query<{ n: number }>(attempts))[0]!.n - before).toBe(3);
  });

  it('ends, and may be said anew; what ended is kept', async () => {
    const { gaps } = (await app.inject('/api/organization/gaps')).json();
    const end = (id: string) => app.inject({ method: 'POST', url: `/api/organization/gaps/${id}/end` });
    expect((await end(gaps[0].id)).statusCode).toBe(204);
    expect((await end(gaps[0].id)).statusCode).toBe(404);
    expect((await end('nothing')).statusCode).toBe(404);
    expect((await record(whole)).statusCode).toBe(201);
    const kept = await database.service.query('SELECT FROM service.sending_gap WHERE ended IS NOT NULL');
    expect(kept).toHaveLength(1);
    await expect(database.service.query('DELETE FROM service.sending_gap')).rejects.toThrow();
  });
});
