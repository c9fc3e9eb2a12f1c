import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { type Actor, unknownActor } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Access, migrations, openGate } from './index.ts';

const data = mkdtempSync(join(tmpdir(), 'continuum-gate-'));
const database = await testDatabase(migrations);
const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
const origin = { request: 'r1', address: '127.0.0.1', channel: 'fhir' };

const actor = (profile: Actor['profile'], more: Partial<Actor> = {}): Actor => ({
  kind: 'practitioner',
  id: `Practitioner/${profile}`,
  name: `Name of ${profile}`,
  profile,
  credential: { kind: 'key', id: 'k' },
  ...more,
});
const system = (profile: Actor['profile'], id: string, registersUsagers = false): Actor =>
  actor(profile, { kind: 'system', id: `Device/${id}`, source: { id, registersUsagers } });

const hospital = gate.open(system('hospital-system', 'hospital', true), { of: 'TREAT' }, origin);
const physician = gate.open(actor('physician'), { of: 'TREAT' }, origin);
const pharmacist = gate.open(actor('pharmacist'), { of: 'TREAT' }, origin);
const citizen = (usager: string): Access =>
  gate.open(
    actor('citizen', { kind: 'citizen', id: `Patient/${usager}`, usagers: [usager] }),
    { of: 'PATRQT' },
    origin,
  );

const patient = (id: string) => ({ resourceType: 'Patient', id, name: [{ family: 'Tremblay' }] });
const observation = (id: string, usager: string, date: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ code: 'laboratory' }] }],
  code: { text: 'Glucose' },
  subject: { reference: `Patient/${usager}` },
  effectiveDateTime: date,
  issued: '2026-01-02T09:00:00Z',
});
const refusal = (usager: string, before?: string) => ({
  resourceType: 'Consent',
  id: `refusal-${usager}`,
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  category: [{ coding: [{ system: 'https://continuum.health/fhir/CodeSystem/directive', code: 'refusal' }] }],
  patient: { reference: `Patient/${usager}` },
  provision: {
    type: 'deny',
    period: { start: '2020-01-01' },
    ...(before ? { dataPeriod: { end: before } } : {}),
  },
});

/** The originals behind what a source writes, as intake keeps them. */
async function write(access: Access, ...resources: { resourceType: string; id: string }[]) {
  const kept = await gate.deposits.keep(
    {
      format: 'fhir',
      contentType: 'application/fhir+json',
      original: Buffer.from('{}'),
      actor: access.actor,
      origin,
    },
    '',
  );
  return access.write(
    resources.map(resource => ({ verb: 'upsert', resource })),
    { deposit: kept.id },
  );
}

beforeAll(async () => {
  await write(hospital, patient('open'), observation('o1', 'open', '2024-05-01'));
  await write(hospital, patient('refusing'), observation('r1', 'refusing', '2024-05-01'));
  await citizen('refusing').write([{ verb: 'upsert', resource: refusal('refusing') }]);
});

afterAll(async () => {
  await gate.close();
  await database.drop();
  rmSync(data, { recursive: true, force: true });
});

const lines = async (usager: string) => {
  const outcome = await citizen(usager).journalOf(usager, {});
  return outcome.outcome === 'found' ? outcome.lines : [];
};

describe('a read', () => {
  it('gives the stored bytes, and the person sees who looked', async () => {
    const read = await physician.read('Observation', 'o1');
    expect(read.outcome === 'found' && JSON.parse(read.stored.body).code.text).toBe('Glucose');
    const [line] = await lines('open');
    expect(line).toMatchObject({
      action: 'read',
      outcome: 'success',
      purpose: 'TREAT',
      domains: ['laboratory'],
      actor: { name: 'Name of physician', profile: 'physician' },
      own: false,
    });
  });

  it('of what a refusal covers finds nothing, and the person sees the attempt', async () => {
    expect(await physician.read('Observation', 'r1')).toEqual({ outcome: 'not-found' });
    expect((await lines('refusing'))[0]).toMatchObject({ action: 'read', outcome: 'refused' });
  });

  it('of what does not exist is answered alike', async () => {
    expect(await physician.read('Observation', 'never')).toEqual({ outcome: 'not-found' });
  });

  it('of who the person is stays open', async () => {
    expect((await physician.read('Patient', 'refusing')).outcome).toBe('found');
  });

  it('of their own record stays open to the person', async () => {
    expect((await citizen('refusing').read('Observation', 'r1')).outcome).toBe('found');
  });

  it('of a neighbour’s record does not exist for a citizen, and the neighbour sees the attempt', async () => {
    expect(await citizen('open').read('Observation', 'r1')).toEqual({ outcome: 'not-found' });
    expect((await lines('refusing'))[0]).toMatchObject({ outcome: 'not-found', own: false });
  });

  it.each([
    ['a read', (id: string) => citizen('waiting').read('Observation', id)],
    ['a version', (id: string) => citizen('waiting').readVersion('Observation', id, 1)],
    ['a history', (id: string) => citizen('waiting').history({ type: 'Observation', id })],
  ])(
    '%s of what waits for its release says no more to the person in their list than of what never was',
    async (_, ask) => {
      const waits = { ...observation('w1', 'waiting', '2024-05-01'), status: 'preliminary' };
      await write(hospital, patient('waiting'), waits);
      const told = async (id: string) => {
        const before = (await lines('waiting')).length;
        const outcome = await ask(id);
        const added = (await lines('waiting')).length - before;
        return [JSON.stringify(outcome).replaceAll(id, 'id'), added];
      };
      expect(await told('w1')).toEqual(await told('never'));
    },
  );

  it('of a domain that the profile does not read is denied, and journalled', async () => {
    const denied = await pharmacist.read('ImagingStudy', 'any');
    expect(denied).toMatchObject({ outcome: 'denied', decision: { denial: 'domain-not-allowed' } });
  });
});

describe('a search', () => {
  it('counts nothing of what a refusal covers, and the person sees the attempt', async () => {
    const found = await physician.search('Observation', [
      ['patient', 'refusing'],
      ['_total', 'accurate'],
    ]);
    expect(found).toMatchObject({ outcome: 'found', entries: [], total: 0 });
    expect((await lines('refusing'))[0]).toMatchObject({ action: 'search', outcome: 'refused' });
    expect(await physician.refused('refusing')).toBe(true);
    expect(await physician.refused('open')).toBe(false);
  });

  it('that crosses several records leaves a line in each, and none in the others', async () => {
    await write(hospital, patient('third'), observation('t1', 'third', '2024-06-01'));
    await physician.search('Observation', [['status', 'final']]);
    for (const usager of ['open', 'third'])
      expect((await lines(usager))[0]).toMatchObject({ action: 'search', domains: ['laboratory'] });
    expect(
      (await lines('refusing')).filter(({ action, outcome }) => action === 'search' && outcome === 'success'),
    ).toEqual([]);
  });
});

describe('an attempt is in the list of the person it was about', () => {
  const nobody = gate.open(unknownActor, { of: 'TREAT' }, origin);
  const stranger = () => citizen('third');

  it.each<[string, () => Promise<unknown>, { action: string; outcome: string }]>([
    [
      'the history of what a refusal covers',
      () => physician.history({ type: 'Observation', id: 'r1' }),
      { action: 'history', outcome: 'refused' },
    ],
    [
      'a search that names several persons',
      () => physician.search('Observation', [['patient', 'refusing,open']]),
      { action: 'search', outcome: 'refused' },
    ],
    [
      'a search that names a person twice',
      () =>
        physician.search('Observation', [
          ['patient', 'refusing'],
          ['subject', 'Patient/refusing'],
        ]),
      { action: 'search', outcome: 'refused' },
    ],
    [
      'a search that names them by an address',
      () => physician.search('Observation', [['patient', 'http://localhost/fhir/R4/Patient/refusing']]),
      { action: 'search', outcome: 'refused' },
    ],
    [
      'a read by somebody unknown',
      () => nobody.read('Patient', 'refusing'),
      { action: 'read', outcome: 'denied' },
    ],
    [
      'a read outside the profile',
      () => pharmacist.read('ImagingStudy', 'scan'),
      { action: 'read', outcome: 'denied' },
    ],
    [
      'a deletion of what somebody else sent',
      () => physician.write([{ verb: 'delete', type: 'Observation', id: 'r1' }]),
      { action: 'write', outcome: 'denied' },
    ],
    [
      'a write in their name',
      () => stranger().write([{ verb: 'upsert', resource: refusal('refusing') }]),
      { action: 'write', outcome: 'denied' },
    ],
  ])('%s', async (_, attempt, line) => {
    await write(hospital, {
      resourceType: 'ImagingStudy',
      id: 'scan',
      status: 'available',
      subject: { reference: 'Patient/refusing' },
    } as { resourceType: string; id: string });
    const before = (await lines('refusing')).map(({ id }) => id);
    await attempt();
    const after = (await lines('refusing')).filter(({ id, own }) => !own && !before.includes(id));
    expect(after).toMatchObject([line]);
  });

  it('and a result that is corrected into another record leaves a line in the one it left', async () => {
    await write(hospital, patient('wrong'), patient('right'), observation('moving', 'wrong', '2024-05-01'));
    await write(hospital, observation('moving', 'right', '2024-05-01'));
    for (const usager of ['wrong', 'right'])
      expect((await lines(usager)).filter(({ own }) => !own)[0]).toMatchObject({
        action: 'write',
        domains: ['laboratory'],
      });
    expect((await lines('wrong')).filter(({ action }) => action === 'write')).toHaveLength(2);
  });
});

describe('an access token', () => {
  const lab = {
    ...system('laboratory-system', 'lab'),
    scopes: ['system/Patient.rs', 'system/Observation.r'],
  };
  const access = gate.open(lab, { of: 'TREAT' }, origin);

  it.each<[string, () => Promise<{ outcome: string }>, string]>([
    ['reads what it allows', () => access.read('Patient', 'open'), 'found'],
    ['reads one of a type that it does not let search', () => access.read('Observation', 'o1'), 'found'],
    ['searches nothing else', () => access.search('Observation', [['patient', 'open']]), 'denied'],
    ['reads no other type', () => access.read('DiagnosticReport', 'any'), 'denied'],
    ['searches no whole system', () => access.search(undefined, [['_type', 'Patient']]), 'denied'],
    [
      'sees no history of a type that it does not let search',
      () => access.history({ type: 'Observation' }),
      'denied',
    ],
  ])('%s, through whichever door', async (_, ask, outcome) => {
    expect((await ask()).outcome).toBe(outcome);
  });
});

describe('a clinical resource that names nobody', () => {
  const document = { resourceType: 'Binary', id: 'b1', contentType: 'text/plain', data: 'cmVmdXPDqQ==' };

  it('is not shown to clinicians, by id or by search: it could be a refusing person’s', async () => {
    await write(hospital, document);
    expect(await physician.read('Binary', 'b1')).toEqual({ outcome: 'not-found' });
    expect(await physician.search('Binary', [])).toMatchObject({ outcome: 'found', entries: [] });
    expect((await hospital.read('Binary', 'b1')).outcome).toBe('found');
  });

  it('is shown once it says whose it is, and obeys their refusal', async () => {
    await write(hospital, { ...document, id: 'b2', securityContext: { reference: 'Patient/open' } } as never);
    await write(hospital, {
      ...document,
      id: 'b3',
      securityContext: { reference: 'Patient/refusing' },
    } as never);
    expect((await physician.read('Binary', 'b2')).outcome).toBe('found');
    expect(await physician.read('Binary', 'b3')).toEqual({ outcome: 'not-found' });
  });
});

describe('a resource that speaks of the person themselves', () => {
  const about = { reference: 'Patient/refusing' };
  const concept = { text: 'x' };

  it.each([
    { resourceType: 'Observation', status: 'final', code: concept, subject: about, focus: [about] },
    { resourceType: 'Basic', code: concept, subject: about },
    { resourceType: 'List', status: 'current', mode: 'working', entry: [{ item: about }] },
    { resourceType: 'Task', status: 'requested', intent: 'order', focus: about, for: about },
    { resourceType: 'Communication', status: 'completed', subject: about, about: [about] },
  ])('does not become who they are, which a refusal leaves open: $resourceType', async resource => {
    const id = `about-${resource.resourceType}`;
    await write(hospital, { ...resource, id } as never);
    expect(await physician.read(resource.resourceType, id)).toEqual({ outcome: 'not-found' });
    expect((await citizen('refusing').read(resource.resourceType, id)).outcome).toBe('found');
  });
});

describe('a write', () => {
  it('belongs to its source: another one is refused, and nothing changes', async () => {
    const laboratory = gate.open(system('laboratory-system', 'laboratory'), { of: 'TREAT' }, origin);
    const outcome = await write(laboratory, { ...observation('o1', 'open', '2024-05-02') });
    expect(outcome).toMatchObject({ outcome: 'denied', decision: { denial: 'source-not-allowed' } });
    const read = await physician.read('Observation', 'o1');
    expect(read.outcome === 'found' && read.stored.version).toBe(1);
  });

  it('outside the domains of the source is denied', async () => {
    const laboratory = gate.open(system('laboratory-system', 'laboratory'), { of: 'TREAT' }, origin);
    expect(await write(laboratory, patient('forged'))).toMatchObject({ outcome: 'denied' });
  });

  it('that says what an intervenant may see is not for those who only add to the registers', async () => {
    const role = (system: string) => ({
      resourceType: 'PractitionerRole',
      active: true,
      practitioner: { reference: 'Practitioner/pharmacist' },
      code: [{ coding: [{ system, code: 'physician' }] }],
    });
    const laboratory = gate.open(system('laboratory-system', 'lab'), { of: 'TREAT' }, origin);
    const told = role('https://fhir.infoway-inforoute.ca/CodeSystem/scptype');
    const given = role('https://continuum.health/fhir/CodeSystem/access-profile');
    expect(await laboratory.write([{ verb: 'create', resource: told }])).toMatchObject({
      outcome: 'written',
    });
    expect(await laboratory.write([{ verb: 'create', resource: given }])).toMatchObject({
      outcome: 'denied',
      decision: { denial: 'domain-not-allowed' },
    });
    expect(await hospital.write([{ verb: 'create', resource: given }])).toMatchObject({ outcome: 'written' });
  });

  it('of a refusal in another person’s name is denied', async () => {
    const outcome = await citizen('open').write([{ verb: 'upsert', resource: refusal('third') }]);
    expect(outcome).toMatchObject({ outcome: 'denied', decision: { denial: 'usager-not-allowed' } });
  });

  it('of another refusal over somebody else’s Consent is denied', async () => {
    const forged = { ...refusal('open'), id: 'refusal-refusing', status: 'inactive' };
    const outcome = await citizen('open').write([{ verb: 'upsert', resource: forged }]);
    expect(outcome).toMatchObject({ outcome: 'denied' });
    expect(await physician.refused('refusing')).toBe(true);
  });
});

describe('a refusal that its person registered', () => {
  it('is not a system’s to cancel', async () => {
    const outcome = await write(hospital, { ...refusal('refusing'), status: 'inactive' } as {
      resourceType: string;
      id: string;
    });
    expect(outcome).toMatchObject({ outcome: 'denied', decision: { denial: 'source-not-allowed' } });
    expect(await physician.refused('refusing')).toBe(true);
  });
});

describe('a cancelled refusal', () => {
  it('makes everything visible again at once', async () => {
    await citizen('refusing').write([
      { verb: 'upsert', resource: { ...refusal('refusing'), status: 'inactive' } },
    ]);
    expect((await physician.read('Observation', 'r1')).outcome).toBe('found');
  });
});

describe('the journal', () => {
  it('that cannot be written lets not one byte out', async () => {
    const stalled = await testDatabase(migrations);
    const other = openGate({ database: stalled, data, log: pino({ level: 'silent' }) });
    const access = other.open(hospital.actor, { of: 'TREAT' }, origin);
    await access.write([{ verb: 'upsert', resource: patient('p') }]);
    let answered = false;
    await stalled.withOwner(async client => {
      await client.query('BEGIN');
      await client.query('LOCK TABLE record.journal IN EXCLUSIVE MODE');
      void access.read('Patient', 'p').then(() => {
        answered = true;
      });
      // The statement of the journal is seen waiting for the lock: by then the record was read.
      const waiting = () => stalled.service.query('SELECT 1 FROM pg_locks WHERE NOT granted');
      await expect.poll(waiting, { timeout: 15_000 }).toHaveLength(1);
      expect(answered).toBe(false);
      await client.query('ROLLBACK');
    });
    await expect.poll(() => answered, { timeout: 15_000 }).toBe(true);
    await other.close();
    await stalled.drop();
  });

  it('verifies', async () => {
    await gate.journal.sequence();
    expect(await gate.journal.verify()).toMatchObject({ ok: true });
  });
});
