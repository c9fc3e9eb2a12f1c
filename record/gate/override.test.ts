import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { createStore } from '@continuum/record-store';
import type { Actor, PurposeOfUse } from '@continuum/trust-access';
import { toConsent, toRestrictionConsent } from '@continuum/trust-consent';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { migrations, type OpenedGate, openGate } from './index.ts';

const origin = { request: 'r1', address: '127.0.0.1', channel: 'api' };
const roy: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/roy', name: 'Dre Roy', profile: 'physician' },
  ...{ session: 's1', credential: { kind: 'key', id: 'k' } },
};
const hospital: Actor = {
  ...{ kind: 'system', id: 'Device/hopital', name: 'Hôpital', profile: 'hospital-system' },
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'hopital' },
};
const anne: Actor = {
  ...{ kind: 'citizen', id: 'Patient/anne', name: 'Anne', profile: 'citizen', usagers: ['anne'] },
  credential: { kind: 'password', id: 'anne' },
};
const surveillance: Actor = { ...roy, id: 'Practitioner/watch', name: 'Watch', profile: 'surveillance' };

const start = new Date('2026-03-01T12:00:00Z');
let now = start;
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const data = mkdtempSync(join(tmpdir(), 'continuum-override-'));
let database: TestDatabase;
let gate: OpenedGate;

const open = (actor: Actor, of: PurposeOfUse = 'TREAT') => gate.open(actor, { of }, origin);
const result = (id: string, usager: string) => ({
  ...{ resourceType: 'Observation', id, status: 'final', code: { text: 'x' } },
  category: [{ coding: [{ code: 'laboratory' }] }],
  ...{ subject: { reference: `Patient/${usager}` }, effectiveDateTime: '2026-01-10' },
});
const restriction = (usager: string) =>
  toRestrictionConsent(
    {
      ...{ usager, consent: `of-${usager}`, active: true, start: new Date('2026-01-01') },
      ...{ practitioners: ['Practitioner/roy'], profiles: [], anyone: false },
      ...{ everything: true, domains: [], resources: [] },
    },
    start,
  );

async function openWindow(id: string, usager: string, until: Date): Promise<void> {
  const { record } = database;
  await record.transaction(tx =>
    createStore(record).openOverride(tx, {
      ...{ id, usager, practitioner: roy.id, name: roy.name, profile: 'physician', organization: null },
      ...{ session: 's1', danger: 'life', noConsent: 'unconscious', reason: 'Arrêt cardiaque' },
      ...{ opened: start, until },
    }),
  );
}

beforeAll(async () => {
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }), clock: () => now });
  const refusal = {
    ...{ usager: 'refusing', consent: 'refusal', active: true, start: new Date('2026-01-01') },
  };
  const usagers = ['anne', 'luc', 'refusing'];
  const written = await open(hospital).write(
    [
      ...usagers.map(id => ({ resourceType: 'Patient', id })),
      ...usagers.map(id => result(`of-${id}`, id)),
      ...['anne', 'luc', 'refusing'].map(restriction),
      toConsent(refusal, start),
    ].map(resource => ({ verb: 'upsert', resource })),
  );
  expect(written.outcome).toBe('written');
  await openWindow('w-anne', 'anne', later(20));
  await openWindow('w-refusing', 'refusing', later(20));
}, 60_000);
afterAll(async () => {
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true });
});

const read = async (actor: Actor, of: PurposeOfUse, usager: string) =>
  (await open(actor, of).read('Observation', `of-${usager}`)).outcome;

describe('the override of a restriction (R-22.1)', () => {
  test.each<[string, Actor, PurposeOfUse, string, string]>([
    ['opens what is restricted, for its purpose', roy, 'BTG', 'anne', 'found'],
    ['opens nothing for another purpose', roy, 'TREAT', 'anne', 'not-found'],
    ['opens nothing of somebody else', roy, 'BTG', 'luc', 'not-found'],
    ['opens nothing that is refused', roy, 'BTG', 'refusing', 'not-found'],
    ['is of one session', { ...roy, session: 's2' }, 'BTG', 'anne', 'denied'],
    ['is of one person', { ...roy, id: 'Practitioner/cote' }, 'BTG', 'anne', 'denied'],
    ['is not for an application, nor without a session', { ...roy, session: '' }, 'BTG', 'anne', 'denied'],
    ['is not for a system', hospital, 'BTG', 'anne', 'denied'],
  ])('%s', async (_, actor, of, usager, expected) => {
    now = later(1);
    expect(await read(actor, of, usager)).toBe(expected);
  });

  it('is in the person’s list with its purpose and its reference, attempts too', async () => {
    now = later(2);
    await read(roy, 'BTG', 'anne');
    const rows = await database.record.query<{ content: string }>(
      `SELECT j::text AS content FROM record.journal j WHERE j::text LIKE '%AuditEvent/w-anne%'`,
    );
    expect(rows[0]!.content).toMatch(/BTG/);
    const lines = await open(anne, 'PATRQT').journalOf('anne', { count: 100 });
    const shown = lines.outcome === 'found' ? lines.lines.map(line => `${line.purpose} ${line.outcome}`) : [];
    expect(shown).toContain('BTG success');
    expect(shown).toContain('BTG denied');
  });

  it('finds and counts under it what a search names, and nothing of anybody else', async () => {
    const found = await open(roy, 'BTG').search('Observation', [['patient', 'anne']]);
    expect(found).toMatchObject({ outcome: 'found', total: 1 });
    const all = await open(roy, 'BTG').search('Observation', [['_total', 'accurate']]);
    expect(all).toMatchObject({ outcome: 'found', total: 1 });
    const other = await open(roy, 'BTG').search('Observation', [['patient', 'luc']]);
    expect(other).toMatchObject({ outcome: 'denied', decision: { denial: 'override-missing' } });
  });

  it('closes by itself at the next request', async () => {
    now = later(20);
    expect(await read(roy, 'BTG', 'anne')).toBe('denied');
    expect(await open(roy).openOverrides()).toEqual([]);
  });

  it('is told to the person and to surveillance, and to nobody else', async () => {
    const told = async (actor: Actor, of: PurposeOfUse, usager?: string) => {
      const found = await open(actor, of).overridesOf(usager === undefined ? {} : { usager });
      return found.outcome === 'found' ? found.overrides.map(({ id }) => id) : found.outcome;
    };
    expect(await told(anne, 'PATRQT', 'anne')).toEqual(['w-anne']);
    expect(await told(anne, 'PATRQT', 'refusing')).toBe('denied');
    expect(await told(anne, 'PATRQT')).toBe('denied');
    expect((await told(surveillance, 'HCOMPL')) as string[]).toHaveLength(2);
    expect(await told(roy, 'TREAT', 'anne')).toBe('denied');
    expect(await told(roy, 'TREAT')).toBe('denied');
  });
});
