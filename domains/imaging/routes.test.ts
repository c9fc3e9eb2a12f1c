import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { createWhyMissing } from '@continuum/intake';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { restriction } from '@continuum/record-gate/testing';
import { setRefusal } from '@continuum/registries-consent';
import type { Resource } from '@continuum/standards-fhir';
import {
  type Actor,
  type Profile,
  type PurposeOfUse,
  unknownActor,
  usualPurpose,
} from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImagingRecord } from './exam.ts';
import { routes } from './routes.ts';

const origin = { request: 'r', address: '::1', channel: 'api' };
const actorOf = (kind: Actor['kind'], id: string, profile: Profile, usagers?: string[]): Actor => ({
  kind,
  id,
  name: id,
  profile,
  credential: { kind: 'key', id },
  ...(usagers && { usagers }),
});
const hospital: Actor = {
  ...actorOf('system', 'Device/h', 'hospital-system'),
  source: { id: 'h', registersUsagers: true },
};
const physician = actorOf('practitioner', 'Practitioner/m', 'physician');
const ownerOf = (id: string) => actorOf('citizen', `Patient/${id}`, 'citizen', [id]);

describe('imaging of a usager', () => {
  const data = mkdtempSync(join(tmpdir(), 'continuum-imaging-'));
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let gate: OpenedGate;
  let app: FastifyInstance;
  let caller = physician;
  let connected = true;
  let purpose: PurposeOfUse | undefined;

  const open = (actor: Actor) => gate.open(actor, usualPurpose(actor.profile), origin);
  const ask = async (usager: string, actor = physician) => {
    caller = actor;
    return app.inject({ method: 'GET', url: `/${usager}/studies` });
  };
  const record = async (usager: string, actor = physician) =>
    (await ask(usager, actor)).json() as ImagingRecord;

  /** A usager with a study that has a report, a study that has none, and a report without a study. */
  async function someone(id: string): Promise<string> {
    const subject = { reference: `Patient/${id}` };
    const study = (name: string, started: string): Resource & { id: string } => ({
      resourceType: 'ImagingStudy',
      id: `${id}-${name}`,
      identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:2.25.${id.length}${name.length}` }],
      status: 'available',
      subject,
      started,
      series: [{ uid: '2.25.9', modality: { code: 'CT' }, numberOfInstances: 3 }],
    });
    const report = (name: string, effectiveDateTime: string, more: object): Resource & { id: string } => ({
      resourceType: 'DiagnosticReport',
      id: `${id}-${name}`,
      status: 'final',
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] }],
      code: { text: name },
      subject,
      effectiveDateTime,
      issued: '2026-01-02T09:00:00Z',
      ...more,
    });
    const resources = [
      { resourceType: 'Patient', id, name: [{ family: 'Roy' }] },
      study('first', '2024-05-01T10:00:00-04:00'),
      study('second', '2025-05-01T10:00:00-04:00'),
      report('of-first', '2024-05-02', {
        imagingStudy: [{ reference: `ImagingStudy/${id}-first` }],
        conclusion: 'Normal.',
      }),
      report('alone', '2023-01-01', {}),
      {
        ...report('blood', '2026-01-01', {}),
        category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
      },
    ];
    const written = await open(hospital).write(resources.map(resource => ({ verb: 'upsert', resource })));
    if (written.outcome !== 'written') throw new Error(JSON.stringify(written));
    return id;
  }

  beforeAll(async () => {
    database = await testDatabase(migrations);
    gate = openGate({ database, data, log: pino({ level: 'silent' }) });
    app = Fastify();
    keepToSchemas(app);
    app.decorateRequest('actor');
    app.decorateRequest('origin');
    app.addHook('onRequest', async request => {
      request.actor = caller;
      request.purpose = purpose ? { of: purpose } : usualPurpose(caller.profile);
      request.origin = origin;
    });
    const whyMissing = createWhyMissing({ gate, gaps: async () => [], sources: async () => [] });
    await app.register(routes({ gate, whyMissing, connected: () => connected }));
  });
  afterAll(async () => {
    await app.close();
    await gate.close();
    await database.drop();
    rmSync(data, { recursive: true });
  });

  test('a clinician reads exams and reports, newest first, and how many pictures there are', async () => {
    const id = await someone('lea');
    const { items, refused, absence } = await record(id);
    expect({ refused, absence }).toEqual({ refused: false, absence: [] });
    expect(items.map(exam => exam.id)).toEqual(['lea-second', 'lea-first', 'lea-alone']);
    expect(items[1]).toMatchObject({ reports: [{ text: 'Normal.' }], pictures: { count: 3 } });
  });

  test('without an archive the pictures are said not to be connected', async () => {
    connected = false;
    const { absence } = await record(await someone('max'));
    expect(absence).toEqual([{ code: 'pictures-not-connected' }]);
    connected = true;
  });

  test('the person reads their reports, also those that their refusal hides from a clinician', async () => {
    const id = await someone('zoe');
    expect((await record(id, ownerOf(id))).items.map(exam => exam.id)).toEqual(['zoe-first', 'zoe-alone']);
    await setRefusal(open(ownerOf(id)), id, {}, new Date());
    expect(await record(id)).toEqual({ refused: true, absence: [{ code: 'refused' }], items: [] });
    expect((await record(id, ownerOf(id))).items).toHaveLength(2);
  });

  test('R-22.1: whom a restriction names reads that it does, and not that nothing came', async () => {
    const id = await someone('eva');
    await open(hospital).write([
      { verb: 'upsert', resource: restriction(id, { practitioners: [physician.id] }) },
    ]);
    expect(await record(id)).toEqual({ refused: false, absence: [{ code: 'restricted' }], items: [] });
    const colleague = actorOf('practitioner', 'Practitioner/colleague', 'physician');
    expect((await record(id, colleague)).items).not.toEqual([]);
  });

  test('P-9.0001: a radiologist whom a new exam names reads exams through the refusal, for that purpose alone', async () => {
    const id = await someone('luc');
    const radiologist = actorOf('practitioner', 'Practitioner/r', 'radiologist');
    await setRefusal(open(ownerOf(id)), id, {}, new Date());
    const exam = {
      resourceType: 'ImagingStudy',
      id: 'luc-new',
      status: 'available',
      subject: { reference: `Patient/${id}` },
      started: new Date(Date.now() - 3_600_000).toISOString(),
      interpreter: [{ reference: radiologist.id }],
    };
    await open(hospital).write([{ verb: 'upsert', resource: exam }]);
    const hidden = { refused: true, absence: [{ code: 'refused' }], items: [] };
    expect(await record(id, radiologist)).toEqual(hidden);
    purpose = 'INTERPRET';
    const opened = await record(id, radiologist);
    expect(opened).toMatchObject({ refused: true, interpretation: true });
    expect(opened.items.map(({ id: of }) => of)).toEqual(['luc-new', 'luc-second', 'luc-first', 'luc-alone']);
    const colleague = actorOf('practitioner', 'Practitioner/c', 'radiologist');
    expect(await record(id, colleague)).toEqual(hidden);
    expect((await ask(id, physician)).statusCode).toBe(403);
    purpose = undefined;
    expect(await record(id, radiologist)).toEqual(hidden);
    const lines = await open(ownerOf(id)).journalOf(id, {});
    if (lines.outcome !== 'found') throw new Error(lines.outcome);
    const told = lines.lines.map(({ purpose: of, actor, outcome }) => `${actor.profile} ${of} ${outcome}`);
    for (const line of [
      'radiologist INTERPRET success',
      'radiologist INTERPRET refused',
      'physician INTERPRET denied',
    ])
      expect(told).toContain(line);
  });

  test('nothing received is said so', async () => {
    expect(await record('nobody')).toEqual({
      refused: false,
      absence: [{ code: 'nothing-received' }],
      items: [],
    });
  });

  test.each([
    ['nobody signed in', unknownActor, 401],
    ['a pharmacist, who reads no imaging', actorOf('practitioner', 'Practitioner/p', 'pharmacist'), 403],
    ['a citizen, of somebody else', ownerOf('other'), 403],
  ])('%s is refused', async (_, actor, status) => {
    expect((await ask('lea', actor)).statusCode).toBe(status);
  });
});
