import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RefusalAnswer } from './refusal-view.ts';
import { routes } from './routes.ts';

const origin = { request: 'r1', address: '127.0.0.1', channel: 'api' };
const key = { kind: 'key', id: 'k' } as const;
const person = (id: string, more: Partial<Actor> = {}): Actor => ({
  kind: 'citizen',
  id: `Patient/${id}`,
  name: id,
  profile: 'citizen',
  usagers: [id],
  credential: { kind: 'password', id },
  ...more,
});
const anne = person('anne');
const mother = person('mere', { usagers: ['mere', 'enfant'], readsOnly: [] });
const helper = person('aidant', { usagers: ['aidant', 'anne'], readsOnly: ['anne'] });
const physician: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/p',
  name: 'Dre Roy',
  profile: 'physician',
  credential: key,
};
const hospital: Actor = {
  kind: 'system',
  id: 'Device/hopital',
  name: 'Hôpital',
  profile: 'hospital-system',
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'hopital' },
};

const data = mkdtempSync(join(tmpdir(), 'continuum-consent-'));
let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let caller: Actor = anne;

const open = (actor: Actor) => gate.open(actor, usualPurpose(actor.profile), origin);
const exam = (id: string, date: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { text: 'Potassium' },
  subject: { reference: 'Patient/anne' },
  effectiveDateTime: date,
  valueQuantity: { value: 4, unit: 'mmol/L' },
});
const seen = async (): Promise<string[]> => {
  const found = await open(physician).search('Observation', [['patient', 'Patient/anne']]);
  return found.outcome === 'found' ? found.entries.map(({ id }) => id).sort() : [];
};
const call = async (as: Actor, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
  caller = as;
  const response = await app.inject({ method, url, ...(payload && { payload }) });
  return { status: response.statusCode, body: response.json() as RefusalAnswer };
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
  await app.register(routes({ gate }));
  const patients = ['anne', 'mere', 'enfant', 'aidant'].map(id => ({ resourceType: 'Patient', id }));
  const all = [...patients, exam('ancien', '2015-03-02'), exam('recent', '2026-03-02')];
  const outcome = await open(hospital).write(all.map(resource => ({ verb: 'upsert', resource })));
  expect(outcome.outcome).toBe('written');
});

afterAll(async () => {
  await app?.close();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('P-9.0001: a refusal, from the portal to the clinician’s screen', () => {
  test('nothing is refused, and a clinician sees everything', async () => {
    const { body } = await call(anne, 'GET', '/anne/refusal');
    expect(body).toEqual({ refusals: [], history: [], mayDecide: true });
    expect(await seen()).toEqual(['ancien', 'recent']);
  });

  test('a partial refusal hides at once what was collected before the day, and nothing else', async () => {
    const { status, body } = await call(anne, 'POST', '/anne/refusal', { before: '2020-01-01' });
    expect(status).toBe(200);
    expect(body.refusals).toMatchObject([{ before: '2020-01-01', state: 'in-force' }]);
    expect(await seen()).toEqual(['recent']);
    expect((await call(anne, 'POST', '/anne/refusal', {})).status).toBe(409);
  });

  test('changed to everything, it hides everything; the register remembers both', async () => {
    const before = await call(anne, 'GET', '/anne/refusal');
    const url = `/anne/refusal/${before.body.refusals[0]?.id}`;
    const { body } = await call(anne, 'PUT', url, {});
    expect(body.history.map(({ act, before }) => [act, before])).toEqual([
      ['changed', undefined],
      ['set', '2020-01-01'],
    ]);
    expect(await seen()).toEqual([]);
    expect(await open(physician).refused('anne')).toBe(true);
  });

  test('cancelled, it hides nothing any more and stays in the register', async () => {
    const before = await call(anne, 'GET', '/anne/refusal');
    const { body } = await call(anne, 'DELETE', `/anne/refusal/${before.body.refusals[0]?.id}`);
    expect(body.refusals).toEqual([]);
    expect(body.history[0]).toMatchObject({ act: 'cancelled', by: 'anne', means: 'portal' });
    expect(await seen()).toEqual(['ancien', 'recent']);
  });
});

describe('one refusal at a time', () => {
  test('of those that are set at once, from several tabs, one stands, the others are told, and it is cancelled whole', async () => {
    const terms = [{}, { before: '2020-01-01' }, {}, { before: '2021-01-01' }];
    const answers = await Promise.all(terms.map(one => call(anne, 'POST', '/anne/refusal', one)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const { body } = await call(anne, 'GET', '/anne/refusal');
    expect(body.refusals).toHaveLength(1);
    expect(body.refusals[0]?.before).toBe(terms[answers.findIndex(({ status }) => status === 200)]?.before);
    await call(anne, 'DELETE', `/anne/refusal/${body.refusals[0]?.id}`);
    expect(await seen()).toEqual(['ancien', 'recent']);
    const again = await call(anne, 'POST', '/anne/refusal', {});
    expect(again.status).toBe(200);
    expect(await seen()).toEqual([]);
    await call(anne, 'DELETE', `/anne/refusal/${again.body.refusals[0]?.id}`);
  });
});

describe('who decides', () => {
  test('the holder of parental authority decides for a child', async () => {
    expect((await call(mother, 'POST', '/enfant/refusal', {})).status).toBe(200);
  });

  test('whoever helps in reading only sees the choices and cannot make one', async () => {
    expect((await call(helper, 'GET', '/anne/refusal')).body.mayDecide).toBe(false);
    expect((await call(helper, 'POST', '/anne/refusal', {})).status).toBe(403);
  });

  test.each([
    ['a stranger', anne, 403],
    ['a physician', physician, 403],
    ['nobody', unknownActor, 401],
  ])('%s neither sees nor makes a choice', async (_who, actor, status) => {
    expect((await call(actor, 'GET', '/mere/refusal')).status).toBe(status);
    expect((await call(actor, 'POST', '/mere/refusal', {})).status).toBe(status);
  });

  test('a refusal of somebody else is not found under one’s own name', async () => {
    const { body } = await call(mother, 'GET', '/enfant/refusal');
    const url = `/mere/refusal/${body.refusals[0]?.id}`;
    expect((await call(mother, 'DELETE', url)).status).toBe(404);
  });
});
