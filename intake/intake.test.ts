import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { createPatients } from '@continuum/registries-patient';
import type { Resource } from '@continuum/standards-fhir';
import { makeNam, namSystem } from '@continuum/standards-nam';
import { type Actor, type Profile, usualPurpose } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  createIntake,
  type Deposit,
  type Intake,
  type Interaction,
  type Mapper,
  type Receipt,
} from './index.ts';

const system = (id: string, profile: Profile, registersUsagers = false): Actor => ({
  kind: 'system',
  id: `Device/${id}`,
  name: id,
  profile,
  organization: { id: 'chus', name: 'CHUS' },
  source: { id, registersUsagers },
  credential: { kind: 'client-assertion', id },
});
const labo = system('labo', 'laboratory-system');
const pharmacy = system('pharmacie', 'pharmacy-system');
const hospital = system('hopital', 'hospital-system', true);
const archivist: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/archiviste',
  name: 'Zoé Roy',
  profile: 'archivist',
  credential: { kind: 'key', id: '1' },
};
const origin = { request: 'r', address: '::1', channel: 'fhir' };

let next = 0;
/** Somebody new, with a NAM of their own. */
function someone() {
  next += 1;
  const birthDate = new Date(Date.UTC(1950, 0, next)).toISOString().slice(0, 10);
  const nam = makeNam({ familyNameAtBirth: 'Tremblay', givenName: 'Marc', birthDate, sex: 'M' });
  return { birthDate, nam };
}
const patient = (
  { nam, birthDate }: { nam?: string; birthDate: string },
  more: Partial<Resource> = {},
): Resource => ({
  resourceType: 'Patient',
  ...(nam ? { identifier: [{ system: namSystem, value: nam }] } : {}),
  name: [{ family: 'Tremblay', given: ['Marc'] }],
  gender: 'male',
  birthDate,
  ...more,
});
const observation = (reference?: string, more: Partial<Resource> = {}): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Glucose' },
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  ...(reference ? { subject: { reference } } : {}),
  effectiveDateTime: '2026-01-01',
  ...more,
});
const post = (resource: Resource, fullUrl?: string, more: object = {}) => ({
  ...(fullUrl ? { fullUrl } : {}),
  resource,
  request: { method: 'POST', url: resource.resourceType, ...more },
});
const bundle = (...entry: unknown[]) => ({ resourceType: 'Bundle', type: 'transaction', entry });
const p1 = 'urn:uuid:11111111-1111-4111-8111-111111111111';
const o1 = 'urn:uuid:22222222-2222-4222-8222-222222222222';

let database: Awaited<ReturnType<typeof testDatabase>>;
let data: string;
let gate: OpenedGate;
let intake: Intake;
let patients: ReturnType<typeof createPatients>;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'intake-'));
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  patients = createPatients({ gate, service: database.service });
  intake = createIntake({ gate, patients, mappers: [] });
});
afterAll(async () => {
  await intake.idle();
  await gate.close();
  await database.drop();
  await rm(data, { recursive: true });
});

const depositOf = (actor: Actor, content: unknown, more: Partial<Deposit> = {}): Deposit => ({
  format: 'fhir',
  contentType: 'application/fhir+json',
  original: content === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(content)),
  actor,
  origin,
  ...more,
});
const send = (actor: Actor, content: unknown, more: Partial<Deposit> = {}): Promise<Receipt> =>
  intake.receive(depositOf(actor, content, more));
const interact = (actor: Actor, request: Interaction, content?: unknown) => send(actor, content, { request });
const open = (actor: Actor) => gate.open(actor, usualPurpose(actor.profile), origin);

const entriesOf = (receipt: Receipt) => {
  if (receipt.state !== 'stored') throw new Error(JSON.stringify(receipt));
  return (receipt.entries ?? []).map(entry =>
    entry.kind === 'done' ? `${entry.status} ${entry.type}` : entry.kind,
  );
};
const idOf = (receipt: Receipt, number = 0): string => {
  const entry = receipt.state === 'stored' ? receipt.entries?.[number] : undefined;
  if (entry?.kind !== 'done') throw new Error(JSON.stringify(receipt));
  return entry.id;
};
const stored = async (type: string, id: string): Promise<Resource> => {
  const read = await open(hospital).read(type, id);
  if (read.outcome !== 'found') throw new Error(`${type}/${id}: ${read.outcome}`);
  return JSON.parse(read.stored.body) as Resource;
};
const count = async (type: string, ...parameters: [string, string][]): Promise<number> => {
  const found = await open(hospital).search(type, [...parameters, ['_total', 'accurate']]);
  if (found.outcome !== 'found') throw new Error(JSON.stringify(found));
  return found.total ?? found.entries.length;
};
/** A usager whom the register knows, through the hospital. */
async function known() {
  const person = someone();
  return {
    ...person,
    id: idOf(await interact(hospital, { method: 'POST', url: 'Patient' }, patient(person))),
  };
}

describe('the name of an entry that is in no Bundle (R4 3.1.0.11.2)', () => {
  const nothing = { reference: o1 };
  it('is told also to a source that registers usagers, with its place, and nothing is written', async () => {
    const receipt = await send(
      hospital,
      bundle(post(observation(undefined, { subject: nothing })), post(observation())),
    );
    expect(receipt).toMatchObject({
      state: 'unusable',
      issues: [
        {
          expression: 'Bundle.entry[0].resource.subject.reference',
          diagnostics: `${o1} is no entry of this Bundle.`,
        },
      ],
    });
  });

  it('is left alone in a resource that is sent by itself, and in a Bundle that is kept whole', async () => {
    const alone = { ...observation(undefined, { focus: [nothing] }), id: 'alone-1' };
    const request = { method: 'PUT', url: 'Observation/alone-1' } as const;
    expect((await interact(hospital, request, alone)).state).toBe('stored');
    const kept = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { fullUrl: o1, resource: observation() },
        { fullUrl: p1, resource: observation(o1) },
      ],
    };
    expect((await send(hospital, bundle(post(kept)))).state).toBe('stored');
  });
});

describe('a source that registers nobody', () => {
  it('has its result attached to the usager whom NAM and demographics name exactly', async () => {
    const marc = await known();
    const receipt = await send(labo, bundle(post(patient(marc), p1), post(observation(p1), o1)));
    expect(entriesOf(receipt)).toEqual(['200 Patient', '201 Observation']);
    expect(idOf(receipt)).toBe(marc.id);
    expect(await stored('Observation', idOf(receipt, 1))).toMatchObject({
      subject: { reference: `Patient/${marc.id}` },
    });
    expect(await count('Patient', ['identifier', marc.nam])).toBe(1);
  });

  test.each<[string, Partial<Resource>]>([
    ['nam-unknown', { identifier: [{ system: namSystem, value: 'TREM04121925' }] }],
    ['nam-invalid', { identifier: [{ system: namSystem, value: 'TREM04121935' }] }],
    ['no-nam', { identifier: [] as never[] }],
    ['demographics-differ', { birthDate: '1901-01-01' }],
    ['demographics-differ', { name: [{ family: 'Roy', given: ['Luc'] }] }],
  ])('waits (%s), and nothing of it is written', async (reason, differing) => {
    const marc = await known();
    const described = { ...patient(marc), ...differing };
    if (Array.isArray(described.identifier) && described.identifier.length === 0) delete described.identifier;
    const code = { text: `waits ${reason} ${next}` };
    const receipt = await send(labo, bundle(post(described, p1), post(observation(p1, { code }), o1)));
    expect(receipt).toMatchObject({ state: 'waiting', reason });
    expect(await count('Observation', ['patient', marc.id])).toBe(0);
    expect(receipt.issues.every(issue => issue.expression?.startsWith('Bundle.entry[0].resource'))).toBe(
      true,
    );
  });

  it('waits when it names nobody, and is attached whole on release', async () => {
    const marc = await known();
    const receipt = await interact(labo, { method: 'POST', url: 'Observation' }, observation());
    expect(receipt).toMatchObject({ state: 'waiting', reason: 'no-nam' });
    const released = await intake.release(
      receipt.deposit,
      [{ claim: 0, patientId: marc.id }],
      open(archivist),
    );
    expect(released).toMatchObject({ outcome: 'done', receipt: { state: 'stored' } });
    expect(await count('Observation', ['patient', marc.id])).toBe(1);
  });

  it('may name a usager by the literal reference that it was given', async () => {
    const { id } = await known();
    const receipt = await interact(
      labo,
      { method: 'POST', url: 'Observation' },
      observation(`Patient/${id}`),
    );
    expect(entriesOf(receipt)).toEqual(['201 Observation']);
  });

  it('is told which literal reference is not in the register', async () => {
    const content = bundle(post(observation('Patient/nobody')), post(observation('Patient/noone')));
    expect(await send(labo, content)).toMatchObject({
      state: 'unusable',
      status: 422,
      issues: [
        { expression: 'Bundle.entry[0].resource.subject.reference' },
        { expression: 'Bundle.entry[1].resource.subject.reference' },
      ],
    });
  });

  it('is told everything that is wrong at once, and the deposit is in the work list', async () => {
    const wrong = observation(p1, { status: 'finished', code: undefined });
    const receipt = await send(
      labo,
      bundle(post(patient(someone()), p1), post(wrong), post(observation(p1, { valueString: 7 }))),
    );
    expect(receipt).toMatchObject({ state: 'unusable', status: 422 });
    const places = receipt.issues.map(issue => issue.expression);
    expect(places).toContain('Bundle.entry[1].resource.status');
    expect(places).toContain('Bundle.entry[1].resource.code');
    expect(places.some(place => place?.startsWith('Bundle.entry[2].resource.value'))).toBe(true);
    const list = await gate.deposits.list(open(archivist), { state: 'unusable', count: 200 });
    expect(list.outcome === 'found' && list.deposits.some(({ id }) => id === receipt.deposit)).toBe(true);
  });

  it('may not write what its profile does not', async () => {
    const { id } = await known();
    const prescription = {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'ASA' },
      subject: { reference: `Patient/${id}` },
    };
    const request = { method: 'POST' as const, url: 'MedicationRequest' };
    expect(await interact(labo, request, prescription)).toMatchObject({ state: 'refused' });
    expect(await interact(labo, { method: 'POST', url: 'Patient' }, patient(someone()))).toMatchObject({
      state: 'refused',
    });
  });
});

describe('a source that registers usagers', () => {
  it('registers a newcomer without a NAM, with everything that refers to them', async () => {
    const receipt = await send(
      hospital,
      bundle(
        post(patient({ birthDate: '1990-01-01' }), p1),
        post(
          observation(p1, { contained: [observation(p1, { id: 'c' })], hasMember: [{ reference: '#c' }] }),
          o1,
        ),
      ),
    );
    expect(entriesOf(receipt)).toEqual(['201 Patient', '201 Observation']);
    const subject = { reference: `Patient/${idOf(receipt)}` };
    expect(await stored('Observation', idOf(receipt, 1))).toMatchObject({
      subject,
      contained: [{ subject }],
    });
  });

  it('registers a newcomer with a NAM once: the second time it is the same usager', async () => {
    const marc = someone();
    const content = bundle(post(patient(marc), p1), post(observation(p1), o1));
    const [first, second] = [await send(hospital, content), await send(hospital, content)];
    expect(entriesOf(first)).toEqual(['201 Patient', '201 Observation']);
    expect(entriesOf(second)).toEqual(['200 Patient', '201 Observation']);
    expect(idOf(second)).toBe(idOf(first));
  });

  it('registers one usager when twenty deposits of the same newcomer come at the same moment', async () => {
    const marc = someone();
    const receipts = await Promise.all(
      Array.from({ length: 20 }, () =>
        send(hospital, bundle(post(patient(marc), p1), post(observation(p1), o1))),
      ),
    );
    expect(new Set(receipts.map(receipt => idOf(receipt))).size).toBe(1);
    expect(receipts.filter(receipt => entriesOf(receipt)[0] === '201 Patient')).toHaveLength(1);
  });

  it('has the NAM stored in its one form', async () => {
    const { nam, birthDate } = someone();
    const written = {
      ...patient({ birthDate }),
      identifier: [
        {
          system: namSystem.replace('healthcare-id', 'hcn'),
          value: `${nam.slice(0, 4).toLowerCase()} ${nam.slice(4)}`,
        },
      ],
    };
    const receipt = await interact(hospital, { method: 'POST', url: 'Patient' }, written);
    expect((await stored('Patient', idOf(receipt))).identifier).toEqual([{ system: namSystem, value: nam }]);
  });

  it('waits when the register knows the NAM with another birth date', async () => {
    const { nam } = await known();
    const receipt = await interact(
      hospital,
      { method: 'POST', url: 'Patient' },
      patient({ nam, birthDate: '1999-09-09' }),
    );
    expect(receipt).toMatchObject({ state: 'waiting', reason: 'demographics-differ' });
  });

  it('is told the position of what is wrong in a NAM', async () => {
    const receipt = await send(
      hospital,
      bundle(post(patient({ nam: 'TREM04121935', birthDate: '2004-12-19' }), p1)),
    );
    expect(receipt).toMatchObject({
      state: 'unusable',
      status: 422,
      issues: [{ expression: 'Bundle.entry[0].resource.identifier[0].value' }],
    });
  });

  it('updates the demographics of a usager under their own id', async () => {
    const marc = await known();
    const moved = { ...patient(marc, { name: [{ family: 'Roy', given: ['Marc'] }] }), id: marc.id };
    const receipt = await interact(hospital, { method: 'PUT', url: `Patient/${marc.id}` }, moved);
    expect(entriesOf(receipt)).toEqual(['200 Patient']);
  });

  it('may send several usagers in one Bundle, each with their own', async () => {
    const [a, b] = [someone(), someone()];
    const p2 = p1.replaceAll('1', '3');
    const receipt = await send(
      hospital,
      bundle(post(observation(p2)), post(patient(a), p1), post(patient(b), p2), post(observation(p1))),
    );
    expect(entriesOf(receipt)).toEqual(['201 Observation', '201 Patient', '201 Patient', '201 Observation']);
    expect(await stored('Observation', idOf(receipt, 0))).toMatchObject({
      subject: { reference: `Patient/${idOf(receipt, 2)}` },
    });
  });

  it('may write references that lead nowhere', async () => {
    const receipt = await interact(
      hospital,
      { method: 'PUT', url: 'Observation/lost' },
      { ...observation('Patient/nobody-yet'), id: 'lost' },
    );
    expect(entriesOf(receipt)).toEqual(['201 Observation']);
  });
});

describe('a transaction (R4 3.1.0.11)', () => {
  const organization = (value: string, name = 'CHUS'): Resource => ({
    resourceType: 'Organization',
    name,
    identifier: [{ system: 'urn:permit', value }],
  });

  it('creates conditionally: once, then refers to what stands', async () => {
    const entry = () =>
      post(organization('1'), 'urn:uuid:33333333-3333-4333-8333-333333333333', {
        ifNoneExist: 'identifier=urn:permit|1',
      });
    const first = await send(hospital, bundle(entry()));
    const second = await send(
      hospital,
      bundle(
        entry(),
        post(
          observation(undefined, {
            performer: [{ reference: 'urn:uuid:33333333-3333-4333-8333-333333333333' }],
          }),
        ),
      ),
    );
    expect([entriesOf(first), entriesOf(second)]).toEqual([
      ['201 Organization'],
      ['200 Organization', '201 Observation'],
    ]);
    expect(await stored('Observation', idOf(second, 1))).toMatchObject({
      performer: [{ reference: `Organization/${idOf(first)}` }],
    });
  });

  it('resolves conditional references, also to what it creates itself', async () => {
    const first = await send(hospital, bundle(post(organization('2'))));
    const performer = ['2', '3'].map(value => ({ reference: `Organization?identifier=urn:permit|${value}` }));
    const receipt = await send(
      hospital,
      bundle(post(observation(undefined, { performer })), post(organization('3'))),
    );
    expect(await stored('Observation', idOf(receipt))).toMatchObject({
      performer: [
        { reference: `Organization/${idOf(first)}` },
        { reference: `Organization/${idOf(receipt, 1)}` },
      ],
    });
  });

  it('fails whole when a condition finds nothing or several', async () => {
    const entry = (value: string) =>
      post(
        observation(undefined, { performer: [{ reference: `Organization?identifier=urn:permit|${value}` }] }),
      );
    expect(await send(hospital, bundle(entry('none')))).toMatchObject({ state: 'unusable', status: 412 });
    await send(hospital, bundle(post(organization('4')), post(organization('4'))));
    expect(await send(hospital, bundle(post(organization('5')), entry('4')))).toMatchObject({
      state: 'unusable',
      status: 412,
    });
    expect(await count('Organization', ['identifier', 'urn:permit|5'])).toBe(0);
  });

  it('answers in the order of the request, whatever the order of the work', async () => {
    const before = await interact(
      hospital,
      { method: 'PUT', url: 'Organization/gone' },
      { ...organization('6'), id: 'gone' },
    );
    expect(entriesOf(before)).toEqual(['201 Organization']);
    const receipt = await send(
      hospital,
      bundle(
        { request: { method: 'GET', url: 'Organization/kept' } },
        {
          resource: { ...organization('7'), id: 'kept' },
          request: { method: 'PUT', url: 'Organization/kept' },
        },
        post(organization('8')),
        { request: { method: 'DELETE', url: 'Organization/gone' } },
        { request: { method: 'DELETE', url: 'Organization?identifier=urn:permit|none' } },
      ),
    );
    expect(entriesOf(receipt)).toEqual([
      'read',
      '201 Organization',
      '201 Organization',
      '204 Organization',
      '204 Organization',
    ]);
  });

  it('updates by condition, and only the version that the sender saw', async () => {
    const request = { method: 'PUT' as const, url: 'Organization?identifier=urn:permit|9' };
    const first = await interact(hospital, request, organization('9'));
    const second = await interact(hospital, request, organization('9', 'CHUM'));
    expect([entriesOf(first), entriesOf(second)]).toEqual([['201 Organization'], ['200 Organization']]);
    const id = idOf(first);
    expect(idOf(second)).toBe(id);
    const late = { method: 'PUT' as const, url: `Organization/${id}`, ifMatch: 'W/"1"' };
    expect(await interact(hospital, late, { ...organization('9', 'HMR'), id })).toMatchObject({
      state: 'unusable',
      status: 412,
    });
  });
});

describe('an original', () => {
  it('is kept byte for byte and linked from what came of it', async () => {
    const marc = await known();
    const receipt = await send(labo, bundle(post(patient(marc), p1), post(observation(p1), o1)));
    const provenance = await open(hospital).search('Provenance', [
      ['target', `Observation/${idOf(receipt, 1)}`],
    ]);
    const found =
      provenance.outcome === 'found'
        ? provenance.entries.map(({ body }) => JSON.parse(body) as Resource)
        : [];
    expect(found).toMatchObject([
      {
        entity: [{ what: { identifier: { value: receipt.deposit } } }],
        agent: [{ who: { display: 'labo' } }],
      },
    ]);
    const kept = await gate.deposits.load(receipt.deposit);
    expect(new TextDecoder().decode(kept?.original)).toContain('"transaction"');
  });

  it('is no way around a refusal: what entered the record is not read from the queues', async () => {
    const marc = await known();
    const { deposit } = await send(labo, bundle(post(patient(marc), p1), post(observation(p1), o1)));
    expect(await gate.deposits.read(open(archivist), deposit)).toEqual({ outcome: 'not-found' });
    const waits = await send(labo, bundle(post(patient(someone()), p1), post(observation(p1), o1)));
    expect(await gate.deposits.read(open(archivist), waits.deposit)).toMatchObject({ outcome: 'found' });
  });

  it('that comes again with the same key is answered as the first time, and written once', async () => {
    const marc = await known();
    const content = bundle(post(patient(marc), p1), post(observation(p1), o1));
    const [first, second] = [
      await send(labo, content, { key: 'k1' }),
      await send(labo, content, { key: 'k1' }),
    ];
    expect(second).toEqual({ ...first, replayed: true, written: [] });
    expect(await count('Observation', ['patient', marc.id])).toBe(1);
    const other = await send(
      labo,
      bundle(post(patient(marc), p1), post(observation(p1, { code: { text: 'Na' } }), o1)),
      { key: 'k1' },
    );
    expect(other).toMatchObject({ replayed: false, state: 'stored' });
  });

  it('that comes ten times at once with the same key is written once', async () => {
    const marc = await known();
    const content = bundle(post(patient(marc), p1), post(observation(p1), o1));
    const receipts = await Promise.all(Array.from({ length: 10 }, () => send(labo, content, { key: 'k2' })));
    expect(receipts.every(({ state }) => state === 'stored')).toBe(true);
    expect(await count('Observation', ['patient', marc.id])).toBe(1);
  });

  it('that was kept and not settled is taken further at the next start, once', async () => {
    const marc = await known();
    const content = bundle(post(patient(marc), p1), post(observation(p1), o1));
    const { id } = await gate.deposits.keep(depositOf(labo, content), '');
    await Promise.all([intake.recover(), intake.recover()]);
    expect((await gate.deposits.load(id))?.state).toBe('stored');
    expect(await count('Observation', ['patient', marc.id])).toBe(1);
  });
});

describe('the identification queue', () => {
  const waiting = async (person: { nam?: string; birthDate: string }) => {
    const receipt = await send(labo, bundle(post(patient(person), p1), post(observation(p1), o1)));
    expect(receipt.state).toBe('waiting');
    return receipt.deposit;
  };

  it('lets go by itself of what waited for a newcomer, when they are registered', async () => {
    const marc = someone();
    const id = await waiting(marc);
    const registered = await interact(hospital, { method: 'POST', url: 'Patient' }, patient(marc));
    await intake.idle();
    expect((await gate.deposits.load(id))?.state).toBe('stored');
    expect(await count('Observation', ['patient', idOf(registered)])).toBe(1);
  });

  it('is released to an existing usager by one action, and the registrar is in the Provenance', async () => {
    const marc = await known();
    const id = await waiting({ ...marc, birthDate: '1901-02-03' });
    const released = await intake.release(id, [{ claim: 0, patientId: marc.id }], open(archivist));
    expect(released).toMatchObject({ outcome: 'done', receipt: { state: 'stored' } });
    const provenance = await open(hospital).search('Provenance', [['agent', archivist.id]]);
    expect(provenance.outcome === 'found' && provenance.entries.length).toBeGreaterThan(0);
    expect(await intake.release(id, [{ claim: 0, patientId: marc.id }], open(archivist))).toMatchObject({
      outcome: 'not-found',
    });
  });

  it('is released by registering a newcomer, who gets what else waited for that NAM', async () => {
    const marc = someone();
    const [first, second] = [await waiting(marc), await waiting(marc)];
    const released = await intake.release(first, [{ claim: 0, newUsager: true }], open(archivist));
    expect(released).toMatchObject({ outcome: 'done', receipt: { state: 'stored' } });
    await intake.idle();
    expect((await gate.deposits.load(second))?.state).toBe('stored');
    expect(await count('Patient', ['identifier', marc.nam])).toBe(1);
  });

  it('registers nobody whose NAM the register holds already', async () => {
    const marc = await known();
    const id = await waiting({ ...marc, birthDate: '1901-02-03' });
    expect(await intake.release(id, [{ claim: 0, newUsager: true }], open(archivist))).toMatchObject({
      outcome: 'refused',
      status: 409,
    });
  });

  it('is closed to those who do not keep the register, and their attempt is refused', async () => {
    const id = await waiting(someone());
    expect(await intake.release(id, [{ claim: 0, newUsager: true }], open(pharmacy))).toMatchObject({
      outcome: 'denied',
    });
    const surveillance: Actor = { ...archivist, id: 'Practitioner/surveillance', profile: 'surveillance' };
    const feed: Actor = { ...hospital, id: 'Device/registre', profile: 'patient-registry-feed' };
    for (const actor of [pharmacy, surveillance, feed]) {
      const denied = { outcome: 'denied' };
      expect(await gate.deposits.list(open(actor), { state: 'waiting' })).toMatchObject(denied);
      expect(await gate.deposits.read(open(actor), id)).toMatchObject(denied);
      expect(await intake.close(id, 'envoyé par erreur', open(actor))).toMatchObject(denied);
    }
  });

  it('lets a person close a deposit with a reason; it stays kept', async () => {
    const id = await waiting(someone());
    expect(await intake.close(id, 'envoyé par erreur', open(archivist))).toEqual({ outcome: 'done' });
    expect(await gate.deposits.load(id)).toMatchObject({
      state: 'closed',
      outcome: { closed: { reason: 'envoyé par erreur' } },
    });
  });
});

describe('another format', () => {
  const mapper = (changes: (usager?: string) => Resource[]): Mapper => ({
    format: 'hl7v2',
    name: 'ORU^R01',
    accepts: () => true,
    map: ({ original }) => ({
      claim: { patient: JSON.parse(new TextDecoder().decode(original)) as Resource },
      changes: usager => changes(usager).map(resource => ({ verb: 'create', resource })),
      issues: [],
    }),
  });
  const through = (changes: (usager?: string) => Resource[]) =>
    createIntake({ gate, patients, mappers: [mapper(changes)] });
  const message = (content: unknown): Deposit =>
    depositOf(labo, content, { format: 'hl7v2', contentType: 'x-application/hl7-v2+er7' });

  it('is mapped once its usager is known, and validated before it is written', async () => {
    const marc = await known();
    const good = through(usager => [observation(`Patient/${usager}`)]);
    expect(await good.receive(message(patient(marc)))).toMatchObject({ state: 'stored' });
    expect(await count('Observation', ['patient', marc.id])).toBe(1);
    const bad = through(() => [{ resourceType: 'Observation' }]);
    expect(await bad.receive(message(patient(marc)))).toMatchObject({ state: 'unusable', status: 422 });
  });

  it('waits without a NAM and becomes FHIR on release', async () => {
    const marc = await known();
    const hl7 = through(usager => [observation(`Patient/${usager}`)]);
    const { deposit, state } = await hl7.receive(message(patient({ birthDate: marc.birthDate })));
    expect(state).toBe('waiting');
    await hl7.release(deposit, [{ claim: 0, patientId: marc.id }], open(archivist));
    expect(await count('Observation', ['patient', marc.id])).toBe(1);
  });

  it('that nothing reads is in the work list, and goes on once a mapper is there', async () => {
    const marc = await known();
    const receipt = await intake.receive(message(patient(marc)));
    expect(receipt).toMatchObject({ state: 'unusable', issues: [{ code: 'not-supported' }] });
    const mended = through(usager => [observation(`Patient/${usager}`)]);
    expect(await mended.retry(receipt.deposit, open(archivist))).toMatchObject({
      receipt: { state: 'stored' },
    });
  });

  it('whose mapper breaks is kept, and the fault is told to the operator', async () => {
    const faults: unknown[] = [];
    const breaking: Mapper = { ...mapper(() => []), map: () => undefined as never };
    const broken = createIntake({ gate, patients, mappers: [breaking], fault: error => faults.push(error) });
    expect(await broken.receive(message(patient(await known())))).toMatchObject({
      state: 'unusable',
      status: 500,
    });
    expect(faults).toHaveLength(1);
  });
});
