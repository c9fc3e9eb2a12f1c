import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { createIntake, createWhyMissing, type Intake } from '@continuum/intake';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { restriction } from '@continuum/record-gate/testing';
import { createPatients } from '@continuum/registries-patient';
import type { Resource } from '@continuum/standards-fhir';
import { namSystem } from '@continuum/standards-nam';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromOruR01 } from './index.ts';
import { type LaboratoryRecord, routes } from './routes.ts';

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
const system = (profile: Actor['profile'], id: string): Actor =>
  actor(profile, 'system', {
    id: `Device/${id}`,
    source: { id, registersUsagers: profile === 'hospital-system' },
  });
const laboratory = system('laboratory-system', 'labo-demo');
const hospital = system('hospital-system', 'hopital-demo');
const physician = actor('physician');

const data = mkdtempSync(join(tmpdir(), 'continuum-laboratory-'));
let database: TestDatabase;
let gate: OpenedGate;
let intake: Intake;
let app: FastifyInstance;
let caller: Actor = physician;

const person = (id: string, nam: string, given: string, gender: string): Resource & { id: string } => ({
  resourceType: 'Patient',
  id,
  active: true,
  identifier: [{ system: namSystem, value: nam }],
  name: [{ use: 'official', family: 'Tremblay', given: [given] }],
  birthDate: '2004-12-19',
  gender,
});

const write = (...resources: (Resource & { id: string })[]) =>
  gate
    .open(hospital, { of: 'TREAT' }, origin)
    .write(resources.map(resource => ({ verb: 'upsert', resource })));

const deposit = (name: string) =>
  intake.receive({
    format: 'hl7v2',
    contentType: 'x-application/hl7-v2+er7',
    original: new Uint8Array(readFileSync(new URL(`./fixtures/${name}.hl7`, import.meta.url))),
    actor: laboratory,
    origin,
    key: name,
  });

const get = async (url: string, as: Actor = physician) => {
  caller = as;
  return app.inject({ url });
};
const record = async (usager: string, as?: Actor): Promise<LaboratoryRecord> =>
  (await get(`/${usager}/results`, as)).json();

beforeAll(async () => {
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const patients = createPatients({ gate, service: database.service });
  intake = createIntake({ gate, patients, mappers: [fromOruR01()] });
  app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller, origin, purpose: usualPurpose(caller.profile) });
  });
  const whyMissing = createWhyMissing({ gate, gaps: async () => [], sources: async () => [] });
  await app.register(routes({ gate, whyMissing }));
  await write(
    person('mathieu', 'TREM04121925', 'Mathieu', 'male'),
    person('marie', 'TREM04621918', 'Marie', 'female'),
  );
});

afterAll(async () => {
  await app?.close();
  await intake?.idle();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('results that come in over HL7 v2 and are read by a clinician', () => {
  it('are stored for the usager whom the NAM and the demographics name', async () => {
    expect(await deposit('glycemie')).toMatchObject({ state: 'stored' });
    const { items, refused, absence } = await record('mathieu');
    expect({ refused, absence }).toEqual({ refused: false, absence: [] });
    expect(items).toMatchObject([
      {
        status: 'final',
        requester: 'Élise Gagnon',
        performer: 'CHUM - Laboratoire de biochimie',
        specimen: 'Serum specimen',
        results: [
          {
            code: 'http://loinc.org|14749-6',
            values: [{ number: 5.4, places: 2, unit: 'mmol/L' }],
            range: { low: 3.9, high: 6.1 },
            interpretation: { flag: 'normal' },
            notes: ['Patient à jeun depuis 10 heures.'],
          },
        ],
      },
    ]);
  });

  it('are replaced by their correction, which a late repetition of the first does not undo', async () => {
    expect(await deposit('correction')).toMatchObject({ state: 'stored' });
    const late = new Uint8Array(readFileSync(new URL('./fixtures/glycemie.hl7', import.meta.url)));
    const again = {
      format: 'hl7v2',
      contentType: 'x',
      original: late,
      actor: laboratory,
      origin,
      key: 'late',
    } as const;
    expect(await intake.receive(again)).toMatchObject({ state: 'stored' });
    const { items } = await record('mathieu');
    expect(items).toHaveLength(1);
    expect(items[0]?.results).toMatchObject([
      { status: 'corrected', corrected: true, values: [{ number: 7.9 }] },
    ]);
  });

  it('make a trend of one test', async () => {
    const answer = (await get('/mathieu/trend?code=http%3A%2F%2Floinc.org%7C14749-6')).json();
    expect(answer).toMatchObject({
      refused: false,
      series: [{ unit: 'mmol/L', range: { low: 3.9, high: 6.1 }, points: [{ number: 7.9, flag: 'high' }] }],
    });
  });

  it('that are withdrawn stay in sight, without their value', async () => {
    await deposit('retraction');
    const { items } = await record('mathieu');
    expect(items[0]).toMatchObject({ status: 'cancelled', results: [{ withdrawn: true, values: [] }] });
    expect((await get('/mathieu/trend?code=14749-6')).json().series).toEqual([]);
  });

  it('come newest first, whole blood counts with their lines in order', async () => {
    await deposit('hemogramme');
    const { items } = await record('mathieu');
    expect(items.map(({ collected }) => collected?.slice(0, 10))).toEqual(['2026-03-02', '2026-03-01']);
    expect(items[0]?.results).toHaveLength(7);
    expect(items[0]?.section).toBe('HM');
  });

  it('give their documents as bytes that can do nothing', async () => {
    await deposit('pdf');
    const [report] = (await record('marie')).items;
    expect(report?.documents).toMatchObject([{ contentType: 'application/pdf', number: 0 }]);
    const answer = await get(`/marie/reports/${report?.id}/documents/0`);
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    expect(answer.body.slice(0, 5)).toBe('%PDF-');
    expect((await get(`/mathieu/reports/${report?.id}/documents/0`)).statusCode).toBe(404);
  });

  it('that came without a report are shown all the same, once', async () => {
    await write({
      resourceType: 'Observation',
      id: 'alone',
      status: 'final',
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
          ],
        },
      ],
      code: { text: 'Test rapide' },
      subject: { reference: 'Patient/marie' },
      effectiveDateTime: '2026-03-09',
      issued: '2026-03-09T09:00:00-05:00',
      valueString: 'Négatif',
    });
    const { items } = await record('marie');
    expect(items.map(({ id, results }) => [id !== undefined, results.length])).toEqual([
      [false, 1],
      [true, 1],
    ]);
  });
});

describe('who may see', () => {
  it('nobody unidentified, no profile without the domain, nothing of a usager unknown', async () => {
    expect((await get('/mathieu/results', unknownActor)).statusCode).toBe(401);
    expect((await get('/mathieu/results', actor('archivist'))).statusCode).toBe(403);
    expect((await get('/nobody/results')).statusCode).toBe(404);
  });

  it('the person themselves, of what is final, and nobody else’s', async () => {
    const citizen = actor('citizen', 'citizen', { id: 'Patient/marie', usagers: ['marie'] });
    expect((await record('marie', citizen)).items).toMatchObject([{ status: 'final' }]);
    expect((await get('/mathieu/results', citizen)).statusCode).toBe(403);
  });
});

describe('why it is empty', () => {
  it('nothing was received', async () => {
    await write(person('luc', 'TREM04121936', 'Luc', 'male'));
    expect(await record('luc')).toEqual({
      refused: false,
      absence: [{ code: 'nothing-received' }],
      items: [],
    });
  });

  it('a restriction names the reader: that, and not that nothing came; to a colleague, what is so', async () => {
    await write(restriction('luc', { practitioners: [physician.id] }));
    expect(await record('luc')).toEqual({ refused: false, absence: [{ code: 'restricted' }], items: [] });
    const colleague = actor('physician', 'practitioner', { id: 'Practitioner/colleague' });
    expect((await record('luc', colleague)).absence).toEqual([{ code: 'nothing-received' }]);
  });

  it('the person refused: that, and nothing more', async () => {
    await write({
      resourceType: 'Consent',
      id: 'refusal-mathieu',
      status: 'active',
      scope: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
      },
      category: [
        { coding: [{ system: 'https://continuum.health/fhir/CodeSystem/directive', code: 'refusal' }] },
      ],
      patient: { reference: 'Patient/mathieu' },
      dateTime: '2026-03-10',
      provision: { type: 'deny', period: { start: '2020-01-01' } },
    });
    expect(await record('mathieu')).toEqual({ refused: true, absence: [{ code: 'refused' }], items: [] });
    expect((await get('/mathieu/trend?code=718-7')).json()).toEqual({ refused: true, series: [] });
  });

  it('deposits go on all the same, corrections in their order', async () => {
    expect(await deposit('culture')).toMatchObject({ state: 'stored' });
    const original = Buffer.from(
      readFileSync(new URL('./fixtures/hemogramme.hl7', import.meta.url), 'latin1')
        .replace('FSC0001|P|2.3', 'FSC0000|P|2.3')
        .replace('20260302093000', '20260302080000')
        .replace('||142|', '||99|'),
      'latin1',
    );
    const stale = {
      format: 'hl7v2',
      contentType: 'x',
      original,
      actor: laboratory,
      origin,
      key: 'stale',
    } as const;
    expect(await intake.receive(stale)).toMatchObject({ state: 'stored' });
    const citizen = actor('citizen', 'citizen', { id: 'Patient/mathieu', usagers: ['mathieu'] });
    const [blood] = (await record('mathieu', citizen)).items;
    expect(blood?.results.find(({ code }) => code?.endsWith('718-7'))?.values).toMatchObject([
      { number: 142 },
    ]);
  });
});

const fixtures = process.env.CONTINUUM_FIXTURES;
describe.skipIf(!fixtures)('real messages without a NAM', () => {
  const folder = `${fixtures}/hl7v2`;
  const files = fixtures ? readdirSync(folder).filter(name => name.startsWith('ORU')) : [];
  const hasOrder = (original: Buffer) => /[\r\n]OBR/.test(original.toString('latin1'));

  it('wait, and every one becomes FHIR when a registrar says who it is; one without an order is refused', async () => {
    await write(person('hors', 'TREM04121947', 'Hors', 'male'));
    const registrar = gate.open(actor('archivist'), { of: 'HOPERAT' }, origin);
    for (const file of files) {
      const original = readFileSync(`${folder}/${file}`);
      const sent = {
        format: 'hl7v2',
        contentType: 'x',
        original,
        actor: laboratory,
        origin,
        key: file,
      } as const;
      const receipt = await intake.receive(sent);
      expect([file, receipt.state]).toEqual([file, hasOrder(original) ? 'waiting' : 'unusable']);
      if (receipt.state !== 'waiting') continue;
      const released = await intake.release(receipt.deposit, [{ claim: 0, patientId: 'hors' }], registrar);
      expect({ file, released }).toMatchObject({
        released: { outcome: 'done', receipt: { state: 'stored' } },
      });
    }
    const { items, next } = await record('hors');
    expect([items.length >= 20, next !== undefined]).toEqual([true, true]);
    const second = (await get(`/hors/results?cursor=${next}`)).json() as LaboratoryRecord;
    const ids = [...items, ...second.items].map(({ id }) => id).filter(id => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
  }, 120_000);
});
