import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { createPatients } from '@continuum/registries-patient';
import { namSystem } from '@continuum/standards-nam';
import { type Actor, type Profile, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIntake, type Intake } from './index.ts';
import { routes } from './routes.ts';

const person = (profile: Profile): Actor => ({
  kind: 'practitioner',
  id: `Practitioner/${profile}`,
  name: profile,
  profile,
  credential: { kind: 'key', id: '1' },
});
const source = (id: string, profile: Profile, registersUsagers: boolean): Actor => ({
  kind: 'system',
  id: `Device/${id}`,
  name: id,
  profile,
  organization: { id: 'chus', name: 'CHUS' },
  source: { id, registersUsagers },
  credential: { kind: 'client-assertion', id },
});
const labo = source('labo', 'laboratory-system', false);
const feed = source('registre', 'patient-registry-feed', true);
const origin = { request: 'r', address: '::1', channel: 'api' };
const marc = {
  resourceType: 'Patient',
  id: 'marc',
  identifier: [{ system: namSystem, value: 'TREM04121925' }],
  name: [{ family: 'Tremblay', given: ['Marc'] }],
  birthDate: '2004-12-19',
};
const claimed = { ...marc, birthDate: '2004-12-20' };

let database: Awaited<ReturnType<typeof testDatabase>>;
let data: string;
let gate: OpenedGate;
let intake: Intake;
let app: FastifyInstance;
let actor: Actor;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'intake-'));
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const patients = createPatients({ gate, service: database.service });
  intake = createIntake({ gate, patients, mappers: [] });
  await gate.open(feed, usualPurpose(feed.profile), origin).write([{ verb: 'upsert', resource: marc }]);
  app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor, origin, purpose: usualPurpose(actor.profile) });
  });
  await app.register(routes({ gate, intake }), { prefix: '/api/intake' });
});
afterAll(async () => {
  await intake.idle();
  await app.close();
  await gate.close();
  await database.drop();
  await rm(data, { recursive: true });
});

const receive = async (subject: unknown, status = 'final'): Promise<string> => {
  const observation = {
    resourceType: 'Observation',
    status,
    code: { text: 'K' },
    subject,
    contained: [claimed],
  };
  const { deposit } = await intake.receive({
    format: 'fhir',
    contentType: 'application/fhir+json',
    original: new TextEncoder().encode(JSON.stringify(observation)),
    request: { method: 'POST', url: 'Observation' },
    actor: labo,
    origin,
  });
  return deposit;
};
const as = async (profile: Profile, method: 'GET' | 'POST', url: string, body?: object) => {
  actor = person(profile);
  const answer = await app.inject({ method, url: `/api/intake${url}`, ...(body ? { body } : {}) });
  return { status: answer.statusCode, body: answer.json() };
};

describe('an archivist', () => {
  it('sees what waits, why, since when, and whom it may be about', async () => {
    const id = await receive({ reference: '#marc' });
    const list = await as('archivist', 'GET', '/waiting');
    expect(list.body).toMatchObject({
      total: 1,
      deposits: [
        {
          id,
          source: 'labo',
          organization: 'CHUS',
          reason: 'demographics-differ',
          claims: [
            { number: 0, usager: { family: 'Tremblay', birthDate: '2004-12-20', nam: 'TREM 0412 1925' } },
          ],
        },
      ],
    });
    const detail = await as('archivist', 'GET', `/${id}`);
    expect(detail.body.candidates).toMatchObject([
      {
        number: 0,
        candidates: [{ usager: { id: 'marc' }, agrees: ['nam', 'family', 'given'], differs: ['birthDate'] }],
      },
    ]);
  });

  it('releases it by one action, and it has left the queue', async () => {
    const id = await receive({ reference: '#marc' });
    const decisions = [{ claim: 0, patientId: 'marc' }];
    const released = await as('archivist', 'POST', `/${id}/release`, { decisions });
    expect(released).toMatchObject({ status: 200, body: { state: 'stored' } });
    const list = await as('archivist', 'GET', '/waiting');
    expect(list.body.deposits.map((deposit: { id: string }) => deposit.id)).not.toContain(id);
    // What entered the record is no longer here, for reading nor for work.
    expect((await as('archivist', 'POST', `/${id}/release`, { decisions })).status).toBe(404);
  });

  it('reads the original of what could not be used, with the reasons', async () => {
    const id = await receive({ reference: '#marc' }, 'finished');
    const list = await as('archivist', 'GET', '/unusable');
    expect(list.body.deposits).toMatchObject([{ id, issues: [{ expression: 'Observation.status' }] }]);
    const original = await as('archivist', 'GET', `/${id}/original`);
    expect(JSON.parse(original.body.text)).toMatchObject({ resourceType: 'Observation', status: 'finished' });
  });

  it('retries it, and closes it with a reason', async () => {
    const id = await receive({ reference: '#marc' }, 'finished');
    expect((await as('archivist', 'POST', `/${id}/retry`)).body).toMatchObject({ state: 'unusable' });
    expect((await as('archivist', 'POST', `/${id}/close`, { reason: '' })).status).toBe(400);
    const closed = await as('archivist', 'POST', `/${id}/close`, { reason: 'refait par le laboratoire' });
    expect(closed).toMatchObject({ status: 200, body: { state: 'closed' } });
  });

  it('is told of a deposit that does not exist, and of decisions that say nothing', async () => {
    const unknown = crypto.randomUUID();
    expect((await as('archivist', 'GET', `/${unknown}`)).status).toBe(404);
    expect((await as('archivist', 'POST', `/${unknown}/retry`)).status).toBe(404);
    const both = { decisions: [{ claim: 0, patientId: 'marc', newUsager: true }] };
    expect((await as('archivist', 'POST', `/${unknown}/release`, both)).status).toBe(400);
  });
});

describe('an operations manager', () => {
  it('tries again and closes what could not be used, and does not say who somebody is', async () => {
    const unusable = await receive({ reference: '#marc' }, 'finished');
    const waiting = await receive({ reference: '#marc' });
    const decisions = [{ claim: 0, patientId: 'marc' }];
    const answers = [
      await as('operations', 'GET', '/unusable'),
      await as('operations', 'POST', `/${unusable}/retry`),
      await as('operations', 'POST', `/${unusable}/close`, { reason: 'renvoyé' }),
      await as('operations', 'POST', `/${waiting}/release`, { decisions }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 403]);
  });
});

describe('a clinician', () => {
  it('has no access to the queues, the originals or the release', async () => {
    const id = await receive({ reference: '#marc' });
    const decisions = [{ claim: 0, patientId: 'marc' }];
    const answers = [
      await as('physician', 'GET', '/waiting'),
      await as('physician', 'GET', `/${id}`),
      await as('physician', 'GET', `/${id}/original`),
      await as('physician', 'POST', `/${id}/release`, { decisions }),
      await as('physician', 'POST', `/${id}/close`, { reason: 'sans raison' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  });
});
