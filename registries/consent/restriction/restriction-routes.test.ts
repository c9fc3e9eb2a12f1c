import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { type Actor, type Profile, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../routes.ts';
import type { PreviewLine, RestrictionAnswer, RestrictionTerms } from './restriction-view.ts';

const origin = { request: 'r1', address: '127.0.0.1', channel: 'api' };
const citizen = (id: string, more: Partial<Actor> = {}): Actor => ({
  ...{ kind: 'citizen', id: `Patient/${id}`, name: id, profile: 'citizen', usagers: [id] },
  ...{ credential: { kind: 'password', id }, ...more },
});
const provider = (id: string, profile: Profile): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: id, profile },
  credential: { kind: 'key', id: 'k' },
});
const hospital: Actor = {
  ...{ kind: 'system', id: 'Device/hopital', name: 'Hôpital', profile: 'hospital-system' },
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'hopital' },
};
const anne = citizen('anne');
const roy = provider('roy', 'physician');
const cote = provider('cote', 'physician');

const data = mkdtempSync(join(tmpdir(), 'continuum-restriction-'));
let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let caller: Actor = anne;

const open = (actor: Actor) => gate.open(actor, usualPurpose(actor.profile), origin);
const potassium = (id: string) => ({
  ...{ resourceType: 'Observation', id, status: 'final', code: { text: 'Potassium' } },
  category: [{ coding: [{ code: 'laboratory' }] }],
  ...{ subject: { reference: 'Patient/anne' }, effectiveDateTime: '2026-01-10' },
  issued: '2026-01-10T09:00:00Z',
});

beforeAll(async () => {
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller, purpose: usualPurpose(caller.profile), origin });
  });
  await app.register(routes({ gate }));
  const written = await open(hospital).write(
    [
      { resourceType: 'Patient', id: 'anne' },
      { resourceType: 'Patient', id: 'luc' },
      { resourceType: 'Practitioner', id: 'roy', name: [{ given: ['Louise'], family: 'Roy' }] },
      potassium('p1'),
      potassium('p2'),
      {
        ...{ resourceType: 'DiagnosticReport', id: 'r1', status: 'final', code: { text: 'Bilan' } },
        category: [{ coding: [{ code: 'LAB' }] }],
        ...{ subject: { reference: 'Patient/anne' }, effectiveDateTime: '2026-01-10' },
        issued: '2026-01-10T09:00:00Z',
        result: [{ reference: 'Observation/p1' }],
      },
    ].map(resource => ({ verb: 'upsert', resource })),
  );
  expect(written.outcome).toBe('written');
}, 60_000);
afterAll(async () => {
  await app?.close();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true });
});

const terms = (more: Partial<RestrictionTerms>): RestrictionTerms => ({
  ...{ practitioners: [], profiles: [], everything: false, domains: [], resources: [], ...more },
});

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = anne) {
  caller = as;
  const url = `/anne/restriction${path}`;
  return app.inject({ method, url, ...(payload && { payload }) });
}

const sees = async (actor: Actor, reference: string): Promise<boolean> => {
  const [type, id] = reference.split('/') as [string, string];
  return (await open(actor).read(type, id)).outcome === 'found';
};

describe('the register of restrictions (R-22.1)', () => {
  let id = '';

  test('one provider is kept from one report, with its results; another, the person and the rest are not', async () => {
    const made = await ask('POST', '', terms({ practitioners: ['roy'], resources: ['DiagnosticReport/r1'] }));
    expect(made.statusCode).toBe(200);
    const { restrictions, history, mayDecide } = made.json<RestrictionAnswer>();
    expect(restrictions).toMatchObject([
      {
        ...{ state: 'in-force', practitioners: ['roy'], everything: false },
        named: {
          practitioners: [{ id: 'roy', name: 'Louise Roy' }],
          resources: [{ id: 'DiagnosticReport/r1', name: 'Bilan, 2026-01-10' }],
        },
      },
    ]);
    expect(history).toMatchObject([{ act: 'set', by: 'anne', means: 'portal' }]);
    expect(mayDecide).toBe(true);
    id = restrictions[0]!.id;
    expect(await sees(roy, 'DiagnosticReport/r1')).toBe(false);
    expect(await sees(roy, 'Observation/p1')).toBe(false);
    expect(await sees(roy, 'Observation/p2')).toBe(true);
    expect(await sees(roy, 'Patient/anne')).toBe(true);
    expect(await sees(cote, 'DiagnosticReport/r1')).toBe(true);
    expect(await sees(anne, 'Observation/p1')).toBe(true);
  });

  test('who is kept away learns that it stands, and the attempt is in the person’s list as refused', async () => {
    expect(await open(roy).restricted('anne')).toBe(true);
    expect(await open(cote).restricted('anne')).toBe(false);
    expect(await open(roy).refused('anne')).toBe(false);
    const found = await open(anne).journalOf('anne', { count: 100 });
    const lines = found.outcome === 'found' ? found.lines : [];
    expect(lines).toContainEqual(
      expect.objectContaining({ outcome: 'refused', actor: expect.objectContaining({ name: 'roy' }) }),
    );
  });

  test('it is changed, which is remembered, and cancelled, which hides nothing any more', async () => {
    const changed = await ask('PUT', `/${id}`, terms({ profiles: ['physician'], domains: ['laboratory'] }));
    expect(changed.statusCode).toBe(200);
    expect([await sees(roy, 'Observation/p2'), await sees(cote, 'Observation/p2')]).toEqual([false, false]);
    const cancelled = await ask('DELETE', `/${id}`);
    const { restrictions, history } = cancelled.json<RestrictionAnswer>();
    expect(restrictions).toEqual([]);
    expect(history.map(({ act }) => act)).toEqual(['cancelled', 'changed', 'set']);
    expect(await sees(roy, 'Observation/p2')).toBe(true);
  });

  test('the preview says of each profession what it will and will not see, and writes nothing', async () => {
    const asked = terms({ practitioners: ['roy'], profiles: ['nurse'], resources: ['DiagnosticReport/r1'] });
    const { lines } = (await ask('POST', '/preview', asked)).json<{ lines: PreviewLine[] }>();
    const hidden = (who: string) =>
      lines
        .find(({ profile, name }) => profile === who || name === who)!
        .parts.map(({ part, hidden: how }) => `${part} ${how}`);
    expect(hidden('nurse')).toEqual(['medication none', 'laboratory some', 'imaging none']);
    expect(hidden('pharmacist')).toEqual(['medication none', 'laboratory none']);
    expect(hidden('Louise Roy')).toContain('laboratory some');
    expect((await ask('GET', '')).json<RestrictionAnswer>().restrictions).toEqual([]);
  });

  test('what may be named is what the record holds', async () => {
    const { items } = (await ask('GET', '/items')).json<{ items: { id: string }[] }>();
    expect(items.map(one => one.id)).toEqual(['DiagnosticReport/r1']);
  });

  test.each<[string, Partial<RestrictionTerms>, RegExp]>([
    ['against nobody', { everything: true }, /Name a provider/],
    ['about nothing', { profiles: ['nurse'] }, /what they may not see/],
    [
      'about everything and more',
      { profiles: ['nurse'], everything: true, domains: ['imaging'] },
      /not both/,
    ],
    ['that ended', { profiles: ['nurse'], everything: true, end: '2020-01-01' }, /later day/],
    ['against nobody who exists', { practitioners: ['nobody'], everything: true }, /no provider/],
    ['about what is not theirs', { profiles: ['nurse'], resources: ['Observation/x'] }, /not in this record/],
  ])('one %s is refused, with what to mend', async (_, part, text) => {
    const refused = await ask('POST', '', terms(part));
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toMatch(text);
  });

  test.each<[string, Actor, number]>([
    ['another person', citizen('luc'), 403],
    ['who helps and only looks', citizen('luc', { usagers: ['luc', 'anne'], readsOnly: ['anne'] }), 403],
    ['the provider', roy, 403],
    ['nobody known', unknownActor, 401],
  ])('%s registers none: %#', async (_, as, status) => {
    const asked = terms({ profiles: ['nurse'], everything: true });
    expect((await ask('POST', '', asked, as)).statusCode).toBe(status);
    if (as.kind !== 'citizen') expect((await ask('GET', '', undefined, as)).statusCode).toBe(status);
    expect((await ask('GET', '')).json<RestrictionAnswer>().restrictions).toEqual([]);
  });

  test.each<[string, Actor, number]>([
    ['another person', citizen('luc'), 403],
    ['a provider', roy, 403],
    ['nobody known', unknownActor, 401],
  ])(
    '%s is shown neither what may be named nor a preview, and the person sees that they tried',
    async (_, as, status) => {
      const told = async () => {
        const found = await open(anne).journalOf('anne', {});
        return found.outcome === 'found'
          ? found.lines.filter(({ outcome }) => outcome === 'denied').length
          : 0;
      };
      const before = await told();
      expect((await ask('GET', '/items', undefined, as)).statusCode).toBe(status);
      expect(await told()).toBe(before + 1);
      expect((await ask('POST', '/preview', terms({ everything: true }), as)).statusCode).toBe(status);
      // Whoever registers nothing for anybody is denied before it is said of whom: that is in the journal, and in nobody’s list.
      expect(await told()).toBe(before + (as.kind === 'citizen' ? 2 : 1));
    },
  );

  test('who decides for two persons names nothing of one in the choice of the other', async () => {
    const luc = { ...potassium('luc-1'), subject: { reference: 'Patient/luc' } };
    expect((await open(hospital).write([{ verb: 'upsert', resource: luc }])).outcome).toBe('written');
    const both = citizen('luc', { usagers: ['luc', 'anne'] });
    const asked = terms({ profiles: ['nurse'], resources: ['Observation/luc-1'] });
    for (const path of ['', '/preview']) {
      const refused = await ask('POST', path, asked, both);
      expect([refused.statusCode, refused.body]).toEqual([
        422,
        expect.stringContaining('it is not in this record'),
      ]);
    }
    expect((await ask('GET', '')).json<RestrictionAnswer>().restrictions).toEqual([]);
  });
});
