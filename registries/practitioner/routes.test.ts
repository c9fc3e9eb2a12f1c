import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, openGate } from '@continuum/record-gate';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import Fastify from 'fastify';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { practitionerNames } from './index.ts';
import { routes } from './routes.ts';

const hospital: Actor = {
  kind: 'system',
  id: 'Device/hopital',
  name: 'hopital',
  profile: 'hospital-system',
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: '1' },
};
const actor: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/pilote',
  name: 'Pilote',
  profile: 'operations',
  credential: { kind: 'key', id: '1' },
};
const origin = { request: 'r', address: '::1', channel: 'api' };
const practitioner = (id: string, family: string, given: string) => ({
  verb: 'upsert' as const,
  resource: { resourceType: 'Practitioner', id, name: [{ family, given: [given] }] },
});
const role = {
  resourceType: 'PractitionerRole',
  id: 'r',
  practitioner: { reference: 'Practitioner/roy' },
  organization: { reference: 'Organization/gmf', display: 'GMF du Lac' },
  code: [{ text: 'Infirmière' }],
};

it('intervenants are listed by family name with where they practise, and found by name', async () => {
  const data = await mkdtemp(join(tmpdir(), 'practitioner-'));
  const database = await testDatabase(migrations);
  const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const access = gate.open(hospital, usualPurpose(hospital.profile), origin);
  await access.write([
    practitioner('roy', 'Roy', 'Zoé'),
    practitioner('cote', 'Côté', 'Marc'),
    { verb: 'upsert', resource: role },
  ]);
  const app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor, origin, purpose: usualPurpose(actor.profile) });
  });
  await app.register(routes({ gate }), { prefix: '/api/practitioner' });

  expect((await app.inject('/api/practitioner')).json()).toEqual({
    practitioners: [
      { id: 'cote', name: 'Marc Côté', active: true, roles: [] },
      {
        id: 'roy',
        name: 'Zoé Roy',
        active: true,
        roles: [{ organization: 'GMF du Lac', role: 'Infirmière' }],
      },
    ],
  });
  expect((await app.inject('/api/practitioner?name=cote')).json().practitioners).toHaveLength(1);
  expect(await practitionerNames(access, ['roy', 'nobody'])).toEqual(new Map([['roy', 'Zoé Roy']]));

  await app.close();
  await gate.close();
  await database.drop();
  await rm(data, { recursive: true });
});
