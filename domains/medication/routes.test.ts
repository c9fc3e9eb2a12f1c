import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { createWhyMissing } from '@continuum/intake';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { restriction } from '@continuum/record-gate/testing';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from './routes.ts';

const origin = { request: 'r1', address: '127.0.0.1', channel: 'api' };
const actor = (
  profile: Actor['profile'],
  kind: Actor['kind'] = 'practitioner',
  more: Partial<Actor> = {},
): Actor => ({
  kind,
  id: `Practitioner/${profile}`,
  name: profile,
  profile,
  credential: { kind: 'key', id: 'k' },
  ...more,
});
const hospital = actor('hospital-system', 'system', {
  id: 'Device/h',
  source: { id: 'h', registersUsagers: true },
});
const physician = actor('physician');

const data = mkdtempSync(join(tmpdir(), 'continuum-medication-'));
let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let caller: Actor = physician;

const write = (...resources: (Resource & { id: string })[]) =>
  gate
    .open(hospital, { of: 'TREAT' }, origin)
    .write(resources.map(resource => ({ verb: 'upsert', resource })));
const get = async (url: string, as: Actor = physician) => {
  caller = as;
  return app.inject({ url });
};
const drug = (code: string) => ({
  medicationCodeableConcept: {
    text: `Médicament ${code}`,
    coding: [{ system: 'http://hl7.org/fhir/NamingSystem/ca-hc-din', code }],
  },
});
const dispense = (id: string, date: string, code: string) => ({
  resourceType: 'MedicationDispense',
  id,
  status: 'completed',
  subject: { reference: 'Patient/p' },
  whenHandedOver: date,
  performer: [{ actor: { reference: 'Organization/pharmacie' } }],
  ...drug(code),
});

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
  const whyMissing = createWhyMissing({ gate, gaps: async () => [], sources: async () => [] });
  await app.register(routes({ gate, whyMissing, clock: () => new Date('2026-03-01T12:00:00Z') }));
  const person = (id: string) => ({ resourceType: 'Patient', id, name: [{ family: 'Roy' }] });
  await write(person('p'), person('new'), {
    resourceType: 'Organization',
    id: 'pharmacie',
    name: 'Pharmacie du Parc',
  });
  await write(
    {
      resourceType: 'MedicationRequest',
      id: 'r',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/p' },
      authoredOn: '2025-06-01',
      requester: { display: 'Dre Gagnon' },
      ...drug('00000001'),
    },
    dispense('d1', '2026-02-20', '00000001'),
    ...Array.from({ length: 60 }, (_, i) =>
      dispense(`old${i}`, `2024-01-${String((i % 28) + 1).padStart(2, '0')}`, '00000002'),
    ),
  );
});

afterAll(async () => {
  await app?.close();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('a clinician opens the medications', () => {
  it('sees first what the person takes now', async () => {
    const answer = (await get('/p/profile')).json();
    expect(answer).toMatchObject({ refused: false, absence: [], days: 30 });
    expect(answer.items).toMatchObject([
      {
        din: '00000001',
        active: true,
        prescriber: 'Dre Gagnon',
        last: { dispensed: '2026-02-20', pharmacy: 'Pharmacie du Parc' },
      },
    ]);
  });

  it('and everything there is, newest first, page by page', async () => {
    const first = (await get('/p/dispenses')).json();
    const second = (await get(`/p/dispenses?cursor=${encodeURIComponent(first.next)}`)).json();
    const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
    expect([first.items.length, new Set(ids).size, ids[0], second.next]).toEqual([50, 61, 'd1', undefined]);
    expect((await get('/p/prescriptions')).json().items).toMatchObject([
      { id: 'r', prescriber: 'Dre Gagnon' },
    ]);
  });

  it('is told why there is nothing', async () => {
    expect((await get('/new/profile')).json()).toMatchObject({
      refused: false,
      absence: [{ code: 'nothing-received' }],
      items: [],
    });
    expect((await get('/nobody/profile')).statusCode).toBe(404);
  });
});

describe('who may see', () => {
  it('nobody unidentified, no profile without the domain; the person, theirs only', async () => {
    expect((await get('/p/profile', unknownActor)).statusCode).toBe(401);
    expect((await get('/p/dispenses', actor('archivist'))).statusCode).toBe(403);
    const citizen = actor('citizen', 'citizen', { id: 'Patient/p', usagers: ['p'] });
    expect((await get('/p/profile', citizen)).json().items).toHaveLength(1);
    expect((await get('/new/profile', citizen)).statusCode).toBe(403);
  });

  it('once the person refused, nobody but them, and it says only that', async () => {
    await write({
      resourceType: 'Consent',
      id: 'refusal-p',
      status: 'active',
      scope: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
      },
      category: [
        { coding: [{ system: 'https://continuum.health/fhir/CodeSystem/directive', code: 'refusal' }] },
      ],
      patient: { reference: 'Patient/p' },
      provision: { type: 'deny', period: { start: '2020-01-01' } },
    });
    const hidden = { refused: true, absence: [{ code: 'refused' }], items: [] };
    expect((await get('/p/profile')).json()).toEqual({ ...hidden, days: 30 });
    expect((await get('/p/dispenses')).json()).toEqual(hidden);
  });

  it('a restriction names the reader: that, and not that nothing came', async () => {
    await write(restriction('new', { practitioners: [physician.id] }));
    const answer = { refused: false, absence: [{ code: 'restricted' }], items: [] };
    expect((await get('/new/profile')).json()).toEqual({ ...answer, days: 30 });
    expect((await get('/new/dispenses')).json()).toEqual(answer);
  });
});
