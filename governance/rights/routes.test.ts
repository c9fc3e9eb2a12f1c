import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessesAnswer } from './access-line.ts';
import { routes } from './routes.ts';

const origin = { request: 'r1', address: '127.0.0.1', channel: 'api' };
const anne: Actor = {
  kind: 'citizen',
  id: 'Patient/anne',
  name: 'Anne Roy',
  profile: 'citizen',
  usagers: ['anne'],
  credential: { kind: 'password', id: 'anne' },
};
const luc: Actor = { ...anne, id: 'Patient/luc', name: 'Luc Roy', usagers: ['luc'] };
const physician: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/p',
  name: 'Dre Gagnon',
  profile: 'physician',
  organization: { id: 'o', name: 'GMF du Parc' },
  credential: { kind: 'key', id: 'k' },
};
const feed: Actor = {
  kind: 'system',
  id: 'Device/registre',
  name: 'Registre',
  profile: 'patient-registry-feed',
  source: { id: 'registre', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'registre' },
};

const data = mkdtempSync(join(tmpdir(), 'continuum-rights-'));
let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let caller: Actor = anne;

const open = (actor: Actor) => gate.open(actor, usualPurpose(actor.profile), origin);
const list = async (as: Actor, query = '') => {
  caller = as;
  const response = await app.inject({ url: `/anne/accesses${query}` });
  return { status: response.statusCode, body: response.json() as AccessesAnswer };
};

beforeAll(async () => {
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller, origin, purpose: usualPurpose(caller.profile) });
  });
  await app.register(routes({ gate, pool: database.service, withArchives: async () => [] }));
  const patients = ['anne', 'luc'].map(id => ({ resourceType: 'Patient', id }));
  await open(feed).write(patients.map(resource => ({ verb: 'upsert', resource })));
});

afterAll(async () => {
  await app?.close();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('the list of those who looked', () => {
  test('has what was done a moment ago, with who, for whom and why, and no identifier', async () => {
    await open(physician).search('Observation', [['patient', 'Patient/anne']]);
    const { body } = await list(anne);
    expect(body.accesses[0]).toMatchObject({
      actor: { name: 'Dre Gagnon', profile: 'physician', organization: 'GMF du Parc' },
      purpose: 'TREAT',
      outcome: 'success',
      own: false,
    });
    expect(JSON.stringify(body)).not.toContain('Practitioner/p');
  });

  test('has the person’s own looks, marked as theirs, this very list among them', async () => {
    await list(anne);
    const { body } = await list(anne);
    expect(body.accesses[0]).toMatchObject({ own: true, actor: { name: 'Anne Roy' } });
  });

  test('has the attempts that were blocked, and is closed to who attempted', async () => {
    expect((await list(luc)).status).toBe(403);
    expect((await list(physician)).status).toBe(403);
    const { body } = await list(anne);
    const blocked = body.accesses.filter(({ outcome }) => outcome === 'denied');
    expect(blocked.map(({ actor }) => actor.name)).toEqual(['Dre Gagnon', 'Luc Roy']);
  });

  test('goes on page by page without a line twice', async () => {
    const first = await list(anne, '?count=2');
    const next = encodeURIComponent(first.body.next ?? '');
    const second = await list(anne, `?count=2&cursor=${next}`);
    const ids = [...first.body.accesses, ...second.body.accesses].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });
});
