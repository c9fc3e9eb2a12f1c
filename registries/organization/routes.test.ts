import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { organizationNames, organizationOf, placesOf } from './index.ts';
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
  profile: 'laboratory-system',
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
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  await gate
    .open(hospital, usualPurpose(hospital.profile), origin)
    .write([organization('b', 'Pharmacie du Lac', 'Pharmacie'), organization('a', 'CHUS', 'Établissement')]);
  app = Fastify();
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor, origin, purpose: usualPurpose(actor.profile) });
  });
  const sources = async () => [{ organization: 'a', ...source }];
  await app.register(routes({ gate, sources }), { prefix: '/api/organization' });
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
  await access.write([
    { verb: 'upsert', resource: { resourceType: 'Organization', id: 'c', name: 'Pharmacie Roy', type } },
  ]);
  expect(await organizationOf(access, 'c')).toEqual({
    ...{ id: 'c', name: 'Pharmacie Roy', active: true, kind: 'community-pharmacy' },
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
