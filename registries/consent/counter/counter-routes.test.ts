import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
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
import { routes } from '../routes.ts';
import type { CounterRequest } from './counter-view.ts';

const now = new Date('2026-11-22T15:00:00Z');
let ticks = 0;
const clock = () => new Date(now.getTime() + ticks++);
const origin = { request: 'r1', address: '127.0.0.1', channel: 'api' };
const provider = (profile: Profile): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${profile}`, name: `Luc ${profile}`, profile },
  ...{ organization: { id: 'org', name: 'Hôpital' }, credential: { kind: 'key', id: 'k' } },
});
const citizen = (id: string): Actor => ({
  ...{ kind: 'citizen', id: `Patient/${id}`, name: id, profile: 'citizen', usagers: [id] },
  credential: { kind: 'password', id },
});
const system = (id: string, profile: Profile): Actor => ({
  ...{ kind: 'system', id: `Device/${id}`, name: id, profile, source: { id, registersUsagers: true } },
  credential: { kind: 'client-assertion', id },
});
const archivist = provider('archivist');
/** Of the archives too, and a usager under the same name. */
const luce: Actor = { ...provider('archivist'), id: 'Practitioner/luce', name: 'Luce Gagné' };
const hospital = system('hopital', 'hospital-system');

const data = mkdtempSync(join(tmpdir(), 'continuum-counter-'));
let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let caller: { actor: Actor; of: PurposeOfUse };

const open = (actor: Actor, of = usualPurpose(actor.profile).of) => gate.open(actor, { of }, origin);

beforeAll(async () => {
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }), clock });
  app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller.actor, purpose: { of: caller.of }, origin });
  });
  await app.register(routes({ gate, clock }));
  const person = (id: string, birthDate?: string) => ({
    ...{ resourceType: 'Patient', id, name: [{ family: 'Roy', given: [id] }] },
    ...(birthDate && { birthDate }),
  });
  const written = await open(hospital).write(
    [
      person('anne', '1980-04-02'),
      // Fourteen tomorrow, and today.
      person('enfant', '2012-11-23'),
      person('ado', '2012-11-22'),
      person('sans-date', '1980'),
      { resourceType: 'Practitioner', id: 'cote', name: [{ given: ['Marc'], family: 'Côté' }] },
      ...[
        { resourceType: 'Practitioner', id: 'luce', birthDate: '1975-02-03' },
        { resourceType: 'Patient', id: 'luce', birthDate: '1975-02-03' },
        { resourceType: 'Patient', id: 'homonyme', birthDate: '1999-02-03' },
      ].map(resource => ({ ...resource, name: [{ given: ['Luce'], family: 'Gagné' }] })),
      {
        ...{ resourceType: 'Observation', id: 'k', status: 'final', code: { text: 'Potassium' } },
        category: [{ coding: [{ code: 'laboratory' }] }],
        ...{ subject: { reference: 'Patient/anne' }, effectiveDateTime: '2026-01-10' },
        issued: '2026-01-11T09:00:00Z',
      },
    ].map(resource => ({ verb: 'upsert', resource })),
  );
  expect(written.outcome).toBe('written');
}, 60_000);
afterAll(async () => {
  await app?.close();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

const identity: CounterRequest['identity'] = [
  { kind: 'passport', seen: 'counter' },
  { kind: 'driver-licence', seen: 'counter' },
];
const request = (more: Partial<CounterRequest> = {}): CounterRequest => ({
  ...{ means: 'in-person', received: '2026-11-20', decider: { relationship: 'self' }, identity },
  ...more,
});
const mother: CounterRequest['decider'] = {
  ...{ relationship: 'parental-authority', name: 'Julie Roy', proof: 'birth-act' },
};
const tutor: CounterRequest['decider'] = { ...mother, relationship: 'tutor', proof: 'tutorship-act' };
const laboratory = {
  ...{ practitioners: ['cote'], profiles: ['physician'], everything: false },
  ...{ domains: ['laboratory'], resources: [] },
};

type Method = 'GET' | 'POST' | 'PUT';
async function ask(
  method: Method,
  url: string,
  payload?: object,
  actor = archivist,
  of: PurposeOfUse = 'PATRQT',
) {
  caller = { actor, of };
  const response = await app.inject({ method, url: `/counter${url}`, ...(payload && { payload }) });
  return { status: response.statusCode, body: response.json() };
}
const fieldsOf = (body: { issue: { expression?: string[] }[] }) =>
  body.issue.flatMap(({ expression }) => expression ?? []);
const physicianSees = async () =>
  (await open(provider('physician')).read('Observation', 'k')).outcome === 'found';

interface Line {
  who: { reference: string };
  purpose: { of: string };
  usager?: string;
  action: string;
  outcome: string;
  reason?: string;
}
async function journal(): Promise<Line[]> {
  const rows = await database.record.query<{ entry: string }>(
    'SELECT entry FROM record.journal ORDER BY at, id',
  );
  return rows.map(({ entry }) => JSON.parse(entry) as Line);
}

describe('P-9.0001: a refusal registered for who comes to the counter', () => {
  test('the screen is told who may decide, and how many documents', async () => {
    const { body } = await ask('GET', '/anne');
    expect(body).toMatchObject({ name: 'anne Roy', age: 46, pieces: 2 });
    expect(body.deciders.map((one: { relationship: string }) => one.relationship)).toEqual([
      'self',
      'tutor',
      'curator',
      'mandatary',
    ]);
  });

  test('is in force at once, and the person reads who registered it, how, and what was seen', async () => {
    expect(await physicianSees()).toBe(true);
    const set = await ask('POST', '/anne/refusal', { request: request() });
    expect(set.status).toBe(200);
    expect(await physicianSees()).toBe(false);
    caller = { actor: citizen('anne'), of: 'PATRQT' };
    const seen = (await app.inject({ url: '/anne/refusal' })).json();
    expect(seen.history).toMatchObject([
      {
        ...{ act: 'set', by: 'anne Roy', means: 'in-person' },
        registration: {
          ...{ by: 'Luc archivist', organization: 'Hôpital', received: '2026-11-20' },
          ...{ relationship: 'self', identity },
        },
      },
    ]);
  });

  test('is changed and cancelled there too, each with its own request; one at a time', async () => {
    expect((await ask('POST', '/anne/refusal', { request: request() })).status).toBe(409);
    const { body } = await ask('GET', '/anne/refusal');
    const url = `/anne/refusal/${body.refusals[0].id}`;
    const copies = identity.map(({ kind }) => ({ kind, seen: 'copy' as const }));
    const changed = await ask('PUT', url, {
      before: '2020-01-01',
      request: request({ means: 'mail', identity: copies }),
    });
    expect(changed.body.refusals).toMatchObject([{ before: '2020-01-01', state: 'in-force' }]);
    expect(await physicianSees()).toBe(true);
    const cancelled = await ask('POST', `${url}/cancellation`, { request: request() });
    expect(cancelled.body.refusals).toEqual([]);
    expect(cancelled.body.history.map((event: { means: string }) => event.means)).toEqual([
      'in-person',
      'mail',
      'in-person',
    ]);
  });

  test('is in the journal, in the person’s list, for their request', async () => {
    const theirs = (await journal()).filter(
      ({ who, usager }) => who.reference === archivist.id && usager === 'anne',
    );
    expect(theirs.filter(({ action, outcome }) => action === 'write' && outcome === 'success')).toHaveLength(
      3,
    );
    expect(new Set(theirs.map(({ purpose }) => purpose.of))).toEqual(new Set(['PATRQT']));
  });

  test('is registered by the same person on the portal as well: what was begun at the counter is theirs', async () => {
    const set = await ask('POST', '/anne/refusal', { request: request() });
    caller = { actor: citizen('anne'), of: 'PATRQT' };
    const url = `/anne/refusal/${set.body.refusals[0].id}`;
    const { body } = { body: (await app.inject({ method: 'DELETE', url })).json() };
    expect(body.history[0]).toMatchObject({ act: 'cancelled', means: 'portal' });
    expect(body.history[0].registration).toBeUndefined();
  });
});

describe('R-22.1: a restriction registered at the counter', () => {
  test('says before what each will see, is in force, changed and cancelled', async () => {
    const preview = await ask('POST', '/anne/restriction/preview', laboratory);
    const line = preview.body.lines.find((one: { profile?: string }) => one.profile === 'physician');
    expect(line.parts).toContainEqual({ part: 'laboratory', hidden: 'all' });
    const set = await ask('POST', '/anne/restriction', { ...laboratory, request: request() });
    expect(set.body.restrictions).toMatchObject([{ state: 'in-force', domains: ['laboratory'] }]);
    expect(await physicianSees()).toBe(false);
    const url = `/anne/restriction/${set.body.restrictions[0].id}`;
    const changed = await ask('PUT', url, {
      ...{ ...laboratory, profiles: ['nurse'], practitioners: [] },
      request: request(),
    });
    expect(changed.body.restrictions[0].profiles).toEqual(['nurse']);
    expect(await physicianSees()).toBe(true);
    const cancelled = await ask('POST', `${url}/cancellation`, { request: request() });
    expect(cancelled.body.restrictions).toEqual([]);
    expect(cancelled.body.history[0].registration.by).toBe('Luc archivist');
  });

  test('nothing of the record is shown to staff: what a restriction names of it is counted, and changed by the person', async () => {
    caller = { actor: citizen('anne'), of: 'PATRQT' };
    const named = { ...laboratory, domains: [], resources: ['Observation/k'] };
    const set = await app.inject({ method: 'POST', url: '/anne/restriction', payload: named });
    expect(set.statusCode).toBe(200);
    const { body } = await ask('GET', '/anne/restriction');
    expect(body.restrictions).toMatchObject([{ unshown: 1, resources: [], named: { resources: [] } }]);
    expect(JSON.stringify(body)).not.toMatch(/Potassium|Observation/);
    const url = `/anne/restriction/${body.restrictions[0].id}`;
    const change = await ask('PUT', url, { ...laboratory, request: request() });
    expect([change.status, fieldsOf(change.body)]).toEqual([422, ['resources']]);
    const asked = await ask('POST', '/anne/restriction', { ...named, request: request() });
    expect([asked.status, fieldsOf(asked.body)]).toEqual([422, ['resources']]);
    expect((await ask('GET', '/anne/restriction/items')).status).toBe(404);
    expect((await ask('POST', `${url}/cancellation`, { request: request() })).status).toBe(200);
    expect(await physicianSees()).toBe(true);
  });
});

describe('who decides (under 14, or incapable: whoever the law names; from 14 the person alone)', () => {
  test.each<[string, string, CounterRequest['decider'], string[]]>([
    ['the parent of a child of 13', 'enfant', mother, []],
    ['the tutor of a child', 'enfant', { ...mother, relationship: 'tutor', proof: 'tutorship-act' }, []],
    ['a child of 13', 'enfant', { relationship: 'self' }, ['request.decider.relationship']],
    ['the parent of somebody of 14', 'ado', mother, ['request.decider.incapacity']],
    [
      'the parent of somebody of 14 who is incapable',
      'ado',
      { ...mother, incapacity: 'medical-assessment' },
      [],
    ],
    ['their tutor', 'ado', { ...tutor, incapacity: 'judgment' }, []],
    ['their tutor, without what shows it', 'ado', tutor, ['request.decider.incapacity']],
    [
      'somebody of 14 who says that they are incapable',
      'ado',
      { relationship: 'self', incapacity: 'judgment' },
      ['request.decider.incapacity'],
    ],
    [
      'the parent of a child, who needs not show it',
      'enfant',
      { ...mother, incapacity: 'judgment' },
      ['request.decider.incapacity'],
    ],
    [
      'the parent of an adult who is incapable',
      'anne',
      { ...mother, incapacity: 'judgment' },
      ['request.decider.relationship'],
    ],
    ['somebody of 14', 'ado', { relationship: 'self' }, []],
    ['the parent of an adult', 'anne', mother, ['request.decider.relationship']],
    ['a curator', 'anne', { ...mother, relationship: 'curator', proof: 'judgment' }, []],
    ['a mandatary', 'anne', { ...mother, relationship: 'mandatary', proof: 'homologated-mandate' }, []],
    [
      'a mandatary without proof',
      'anne',
      { relationship: 'mandatary', name: 'J' },
      ['request.decider.proof'],
    ],
    ['a tutor by another proof', 'anne', { ...mother, relationship: 'tutor' }, ['request.decider.proof']],
    ['a parent without a name', 'enfant', { ...mother, name: ' ' }, ['request.decider.name']],
    ['a name on two lines', 'enfant', { ...mother, name: 'Roy\nJulie' }, ['request.decider.name']],
    ['a name with a number', 'enfant', { ...mother, name: 'Roy A123' }, ['request.decider.name']],
    ['when the age is not known', 'sans-date', { relationship: 'self' }, ['request.decider.relationship']],
  ])('%s', async (_, usager, decider, wrong) => {
    const { status, body } = await ask('POST', `/${usager}/refusal`, { request: request({ decider }) });
    expect(status).toBe(wrong.length === 0 ? 200 : 422);
    if (wrong.length > 0) return expect(fieldsOf(body)).toEqual(wrong);
    const [refusal] = body.refusals;
    expect(body.history[0].by).toBe(decider.name ?? `${usager} Roy`);
    expect(body.history[0].registration.incapacity).toBe(decider.incapacity);
    const url = `/${usager}/refusal/${refusal.id}/cancellation`;
    expect((await ask('POST', url, { request: request({ decider }) })).status).toBe(200);
  });

  test('from 14, the reason is told', async () => {
    const { body } = await ask('POST', '/ado/refusal', { request: request({ decider: mother }) });
    expect(body.issue[0].diagnostics).toBe(
      'From 14, the person decides alone, unless incapable: say what shows it (medical-assessment, judgment).',
    );
  });
});

describe('what proves the request', () => {
  const [passport, licence] = identity as [(typeof identity)[0], (typeof identity)[0]];
  test.each<[string, Partial<CounterRequest>, string[]]>([
    ['one document', { identity: [passport] }, ['request.identity']],
    ['the same twice', { identity: [passport, passport] }, ['request.identity']],
    ['a copy at the counter', { identity: [passport, { ...licence, seen: 'copy' }] }, ['request.identity']],
    ['an original in a letter', { means: 'mail' }, ['request.identity']],
    ['a day to come', { received: '2026-11-23' }, ['request.received']],
    ['no day', { received: 'hier' }, ['request.received']],
  ])('%s is not taken, and nothing is written', async (_, more, wrong) => {
    const { status, body } = await ask('POST', '/anne/refusal', { request: request(more) });
    expect([status, fieldsOf(body)]).toEqual([422, wrong]);
    expect((await ask('GET', '/anne/refusal')).body.refusals).toEqual([]);
  });

  test.each([
    ['no request at all', {}],
    ['a kind that nobody knows', { request: { ...request(), identity: [{ ...passport, kind: 'x' }] } }],
  ])('%s is no request', async (_, body) => {
    expect((await ask('POST', '/anne/refusal', body)).status).toBe(400);
  });

  test('a number that is sent all the same is refused, so that nobody believes it kept', async () => {
    const numbered = request({ identity: [{ ...passport, number: 'HB123456' } as typeof passport, licence] });
    const { body, status } = await ask('POST', '/anne/refusal', { request: numbered });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('/request/identity/0/number: inconnu ici; retirez-le');
    expect(JSON.stringify(body)).not.toContain('HB123456');
  });
});

describe('who stands behind the counter asks for nothing there for themself', () => {
  const doors: [Method, string, object?][] = [
    ['GET', '/luce'],
    ['GET', '/luce/refusal'],
    ['POST', '/luce/refusal', { request: request() }],
    ['PUT', '/luce/refusal/x', { request: request() }],
    ['POST', '/luce/refusal/x/cancellation', { request: request() }],
    ['GET', '/luce/restriction'],
    ['POST', '/luce/restriction/preview', laboratory],
    ['POST', '/luce/restriction', { ...laboratory, request: request() }],
    ['PUT', '/luce/restriction/x', { ...laboratory, request: request() }],
    ['POST', '/luce/restriction/x/cancellation', { request: request() }],
  ];
  const lastLine = async () => (await journal()).at(-1);

  test.each(doors)('%s %s', async (method, url, payload) => {
    const { status, body } = await ask(method, url, payload, luce);
    expect([status, body.issue[0]]).toMatchObject([
      403,
      { code: 'business-rule', diagnostics: expect.stringMatching(/^Cela porte sur vous/) },
    ]);
    expect(await lastLine()).toMatchObject({
      ...{ who: { reference: luce.id }, usager: 'luce', outcome: 'denied', reason: 'own-record' },
      purpose: { of: 'PATRQT' },
    });
  });

  test('nor for a child for whom they decide; a colleague does it', async () => {
    const asked = request({ decider: { ...mother, name: 'Luce Gagné' } });
    const own = await ask('POST', '/enfant/refusal', { request: asked }, luce);
    expect([own.status, own.body.issue[0].code]).toEqual([403, 'business-rule']);
    expect(await lastLine()).toMatchObject({ usager: 'enfant', outcome: 'denied', reason: 'own-record' });
    expect((await ask('GET', '/enfant/refusal')).body.refusals).toEqual([]);
    for (const [usager, request_] of [
      ['enfant', asked],
      ['luce', request()],
    ] as const) {
      const set = await ask('POST', `/${usager}/refusal`, { request: request_ });
      expect(set.status).toBe(200);
      const url = `/${usager}/refusal/${set.body.refusals[0].id}/cancellation`;
      expect((await ask('POST', url, { request: request_ })).status).toBe(200);
    }
  });

  test('a namesake who was born another day is somebody else', async () => {
    expect((await ask('GET', '/homonyme', undefined, luce)).status).toBe(200);
  });
});

describe('everybody else is refused at the counter, and the attempt is journalled', () => {
  const doors: [Method, string, object?][] = [
    ['GET', '/anne'],
    ['GET', '/anne/refusal'],
    ['POST', '/anne/refusal', { request: request() }],
    ['PUT', '/anne/refusal/x', { request: request() }],
    ['POST', '/anne/refusal/x/cancellation', { request: request() }],
    ['GET', '/anne/restriction'],
    ['POST', '/anne/restriction/preview', laboratory],
    ['POST', '/anne/restriction', { ...laboratory, request: request() }],
    ['PUT', '/anne/restriction/x', { ...laboratory, request: request() }],
    ['POST', '/anne/restriction/x/cancellation', { request: request() }],
  ];
  const profiles: Profile[] = [
    ...(['physician', 'radiologist', 'pharmacist', 'nurse', 'access-manager', 'surveillance'] as const),
    ...(['certification', 'operations', 'none'] as const),
  ];
  const others: [string, Actor, PurposeOfUse][] = [
    ...profiles.flatMap((profile): [string, Actor, PurposeOfUse][] => {
      const actor = provider(profile);
      const usual = usualPurpose(profile).of;
      return [
        [`${profile} for ${usual}`, actor, usual],
        [`${profile} for PATRQT`, actor, 'PATRQT'],
      ];
    }),
    ['archives for HOPERAT', archivist, 'HOPERAT'],
    ['the person themself', citizen('anne'), 'PATRQT'],
    ['another citizen', citizen('luc'), 'PATRQT'],
    ['a hospital’s system', hospital, 'TREAT'],
    ['a hospital’s system for PATRQT', hospital, 'PATRQT'],
    ['nobody known', unknownActor, 'TREAT'],
  ];
  test.each(others)('%s', async (_, actor, of) => {
    const before = (await journal()).length;
    for (const [method, url, payload] of doors) {
      const { status } = await ask(method, url, payload, actor, of);
      expect([method, url, status]).toEqual([method, url, actor.kind === 'unknown' ? 401 : 403]);
    }
    const lines = (await journal()).slice(before);
    expect(lines.filter(({ outcome }) => outcome === 'denied').length).toBeGreaterThanOrEqual(doors.length);
    expect(lines.filter(({ outcome }) => outcome !== 'denied')).toEqual([]);
  });

  test('archives read and write no directive anywhere else', async () => {
    for (const of of ['PATRQT', 'HOPERAT'] as const) {
      const access = open(archivist, of);
      const found = await access.search('Consent', [['patient', 'Patient/anne']]);
      expect(found.outcome === 'found' ? found.entries : []).toEqual([]);
      const resource = {
        ...{ resourceType: 'Consent', id: 'mine', status: 'active' },
        category: [
          { coding: [{ system: 'https://continuum.health/fhir/CodeSystem/directive', code: 'refusal' }] },
        ],
        patient: { reference: 'Patient/anne' },
      };
      expect((await access.write([{ verb: 'upsert', resource }])).outcome).toBe('denied');
    }
  });

  test('a person who is not in the register is not found', async () => {
    expect((await ask('GET', '/personne')).status).toBe(404);
    expect((await ask('POST', '/personne/refusal', { request: request() })).status).toBe(404);
  });
});
