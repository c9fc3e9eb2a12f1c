import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { cast, patient, refusal, restriction, system } from '@continuum/record-gate/testing';
import type { Gap, GapDomain } from '@continuum/registries-organization';
import { createPatients } from '@continuum/registries-patient';
import { namSystem } from '@continuum/standards-nam';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIntake, type Intake } from '../index.ts';
import { createWhyMissing, type MissingSource } from './why-missing.ts';

const origin = { request: 'r', address: '::1', channel: 'fhir' };
const now = new Date('2026-06-15T12:00:00Z');
const labo = { ...system('labo', 'laboratory-system'), source: { id: 'labo', registersUsagers: false } };
const feed: Actor = {
  ...system('registre', 'patient-registry-feed'),
  source: { id: 'registre', registersUsagers: true },
};
const marc = patient('marc', {
  identifier: [{ system: namSystem, value: 'TREM04121925' }],
  name: [{ family: 'Tremblay', given: ['Marc'] }],
  birthDate: '2004-12-19',
});

let database: Awaited<ReturnType<typeof testDatabase>>;
let data: string;
let gate: OpenedGate;
let intake: Intake;
let gaps: Gap[] = [];
let sources: MissingSource[] = [];

const open = (actor: Actor) => gate.open(actor, usualPurpose(actor.profile), origin);

/** Asked anew each time: nothing is remembered between two questions. */
const why = (
  usager: string,
  domain: GapDomain,
  actor: Actor = cast.physician!,
  of = usualPurpose(actor.profile).of,
) =>
  createWhyMissing({ gate, gaps: async () => gaps, sources: async () => sources, clock: () => now })(
    gate.open(actor, { of }, origin),
    usager,
    domain,
  );

const deposit = (key: string, subject: object) =>
  intake.receive({
    format: 'fhir',
    contentType: 'application/fhir+json',
    original: Buffer.from(
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          {
            fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000001',
            resource: subject,
            request: { method: 'POST', url: 'Patient' },
          },
          {
            resource: {
              resourceType: 'Observation',
              status: 'final',
              category: [{ coding: [{ code: 'laboratory' }] }],
              code: { text: 'Glucose' },
              subject: { reference: 'urn:uuid:00000000-0000-4000-8000-000000000001' },
            },
            request: { method: 'POST', url: 'Observation' },
          },
        ],
      }),
    ),
    actor: labo,
    origin,
    key,
  });

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'missing-'));
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  intake = createIntake({ gate, patients: createPatients({ gate, service: database.service }), mappers: [] });
  for (const resource of [marc, patient('other', { birthDate: '2004-12-19' })])
    await open(feed).write([{ verb: 'upsert', resource }]);
});
afterAll(async () => {
  await intake.idle();
  await gate.close();
  await database.drop();
  await rm(data, { recursive: true });
});

describe('why something may be missing', () => {
  it('nothing is known: nothing is said', async () => {
    expect(await why('marc', 'laboratory')).toEqual([]);
  });

  it('something waits that bears the NAM, or the names and the birth date; of nobody else, in no other domain', async () => {
    const { resourceType, name, identifier } = marc as Record<string, unknown>;
    const claim = { resourceType, name, identifier, birthDate: '2004-12-20' };
    expect(await deposit('nam', claim)).toMatchObject({ state: 'waiting' });
    const today = new Date().toISOString().slice(0, 10);
    const waits = [{ code: 'identification-waiting', since: today }];
    expect(await why('marc', 'laboratory')).toEqual(waits);
    expect(await why('marc', 'medication')).toEqual([]);
    expect(await why('other', 'laboratory')).toEqual([]);
  });

  it('it is told neither to whom the domain is closed, nor of a record that is not theirs', async () => {
    expect(await why('marc', 'laboratory', cast.archivist!)).toEqual([]);
    expect(await why('marc', 'laboratory', cast.neighbour!)).toEqual([]);
  });

  it('gaps are those of the domain; a source that stopped, and one that never began, are told apart', async () => {
    const gap = (more: Partial<Gap>): Gap => ({
      ...{
        id: '1',
        organizationName: 'CHUS',
        domain: 'laboratory',
        reason: 'r',
        recorded: now,
        recordedBy: 'p',
      },
      ...more,
    });
    gaps = [
      gap({ category: 'pathologie', since: '2026-01-01' }),
      gap({ domain: 'imaging' }),
      gap({ organizationName: 'Laboratoire privé' }),
    ];
    const source = (organizationName: string, days: number | undefined, more = {}): MissingSource => ({
      ...{ organizationName, profile: 'laboratory-system', state: 'active' },
      ...(days !== undefined && { lastReceived: new Date(now.getTime() - days * 86_400_000) }),
      ...more,
    });
    sources = [
      source('À jour', 1),
      source('Muet', 9),
      source('Deux systèmes', 30),
      source('Deux systèmes', 2),
      source('Jamais', undefined),
      source('Suspendu', 90, { state: 'suspended' }),
      source('Pharmacie', 90, { profile: 'pharmacy-system' }),
      source('Laboratoire privé', undefined),
    ];
    expect(await why('other', 'laboratory')).toEqual([
      { code: 'category-not-sent', source: 'CHUS', category: 'pathologie', since: '2026-01-01' },
      { code: 'source-does-not-send', source: 'Laboratoire privé' },
      { code: 'source-silent', source: 'Muet', lastReceived: '2026-06-06T12:00:00.000Z' },
      { code: 'source-does-not-send', source: 'Jamais' },
    ]);
  });

  it('eight organismes are named, the others are counted', async () => {
    sources = Array.from({ length: 20 }, (_, index) => ({
      ...{ organizationName: `Laboratoire ${index}`, profile: 'laboratory-system', state: 'active' },
    }));
    gaps = [];
    const said = await why('other', 'laboratory');
    expect(said).toHaveLength(9);
    expect(said.at(-1)).toEqual({ code: 'other-sources', count: 12 });
    sources = [];
  });

  it('a refusal is said, and nothing then of what waits', async () => {
    await open(cast.hospital!).write([{ verb: 'create', resource: refusal('marc') }]);
    expect(await why('marc', 'laboratory')).toEqual([{ code: 'refused' }]);
  });

  it('a restriction is said to whom it names and who works, without what it hides, and to nobody else', async () => {
    const consent = restriction('other', { practitioners: [cast.physician!.id] }, ['imaging']);
    await open(cast.hospital!).write([{ verb: 'upsert', resource: consent }]);
    // In each domain alike, whatever it covers.
    for (const domain of ['laboratory', 'imaging', 'medication'] as const)
      expect(await why('other', domain)).toEqual([{ code: 'restricted' }]);
    const colleague = { ...cast.physician!, id: 'Practitioner/colleague' };
    expect(await why('other', 'imaging', colleague)).toEqual([]);
    expect(await why('other', 'laboratory', cast.hospital!)).toEqual([]);
    expect(await why('other', 'laboratory', { ...cast.neighbour!, usagers: ['other'] })).toEqual([]);
    // Nothing then of what waits: it may be what is kept from them.
    const { resourceType, name } = patient('other') as Record<string, unknown>;
    await deposit('waits', { resourceType, name, birthDate: '2004-12-19' });
    expect(await why('other', 'laboratory')).toEqual([{ code: 'restricted' }]);
    // Under an override, nothing is kept from them: by it alone, not by its purpose, and of no other session.
    const overriding: Actor = { ...cast.physician!, session: 's1' };
    const broken = (actor: Actor) => why('other', 'laboratory', actor, 'BTG');
    expect(await broken(overriding)).toEqual([{ code: 'restricted' }]);
    await database.asOwner(
      `INSERT INTO record.override (id, usager, practitioner, name, profile, session, danger, no_consent, reason, opened, until)
       VALUES ('o', 'other', $1, 'x', 'physician', 's1', 'life', 'unconscious', 'x', now() - interval '1 hour', now() + interval '1 hour')`,
      [overriding.id],
    );
    expect(await broken(overriding)).toMatchObject([{ code: 'identification-waiting' }]);
    expect(await broken({ ...overriding, session: 's2' })).toEqual([{ code: 'restricted' }]);
    expect(await why('other', 'laboratory', overriding)).toEqual([{ code: 'restricted' }]);
    await open(cast.hospital!).write([{ verb: 'delete', type: 'Consent', id: 'restriction-other' }]);
  });
});
