import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type OpenedGate, openGate, migrations as recordMigrations } from '@continuum/record-gate';
import {
  actRoutes,
  createSignedActs,
  migrations as credentialMigrations,
  type PreparedAct,
  registerCredential,
} from '@continuum/registries-credential';
import { softwareAuthenticator, testAuthority } from '@continuum/registries-credential/testing';
import { type Actor, type Profile, unknownActor, usualPurpose } from '@continuum/trust-access';
import { toConsent, toRestrictionConsent } from '@continuum/trust-consent';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { migrations } from './index.ts';
import { routes } from './routes.ts';

const publicUrl = 'https://exchange.example';
const origin = { request: 'r1', address: '192.0.2.1', channel: 'api' };
const minutes = 15;

let ahead = 0;
const clock = () => new Date(Date.now() + ahead * 60_000);
const data = mkdtempSync(join(tmpdir(), 'continuum-override-routes-'));
let database: TestDatabase;
let gate: OpenedGate;
let house: Awaited<ReturnType<typeof testAuthority>>;
let app: FastifyInstance;

type Key = ReturnType<typeof softwareAuthenticator>;
/** Somebody at a screen; `key` when they have one that counts. */
interface Person {
  actor: Actor;
  key?: Key;
}

const provider = (name: string, profile: Profile, credential = name): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${name}`, name, profile, session: `session of ${name}` },
  ...{ organization: { id: 'clinique', name: 'Clinique' }, credential: { kind: 'key', id: credential } },
});
async function withKey(name: string, profile: Profile): Promise<Required<Person>> {
  const key = softwareAuthenticator();
  const publicKey = key.publicKey.export({ format: 'jwk' });
  const certificate = await house.certify(`Practitioner/${name}`, publicKey);
  await registerCredential(database.service, {
    ...{ id: key.id, userName: name, holder: `Practitioner/${name}`, kind: 'fido2', publicKey, certificate },
  });
  return { actor: provider(name, profile, key.id), key };
}
const citizen = (id: string): Person => ({
  actor: {
    ...{ kind: 'citizen', id: `Patient/${id}`, name: id, profile: 'citizen', usagers: [id] },
    credential: { kind: 'password', id },
  },
});
const hospital: Actor = {
  ...{ kind: 'system', id: 'Device/hopital', name: 'Hôpital', profile: 'hospital-system' },
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'hopital' },
};

let roy: Required<Person>;
let cote: Required<Person>;
const people = new Map<string, Person>();

type Method = 'GET' | 'POST';
/** Asks as somebody at a screen; `headers` replace those of the screen's session. */
function ask({ actor }: Person, method: Method, url: string, payload?: object, headers?: object, of?: 'BTG') {
  people.set('now', { actor });
  return app.inject({
    method,
    url,
    ...(payload && { payload }),
    headers: {
      ...(of && { 'x-purpose': of }),
      ...(headers ?? { 'continuum-session': 'clinician', cookie: `continuum_clinician=of-${actor.id}` }),
    },
  });
}

const openGateAs = (actor: Actor, of = usualPurpose(actor.profile).of) => gate.open(actor, { of }, origin);
const sees = async ({ actor }: Person, usager: string) =>
  (await gate.open(actor, { of: 'BTG' }, origin).read('Observation', `of-${usager}`)).outcome;
const windows = async () =>
  (await database.record.query<{ count: number }>('SELECT count(*)::int AS count FROM record.override'))[0]!
    .count;

const grounds = { danger: 'life', noConsent: 'unconscious', reason: 'Perte de conscience à l’urgence' };
const isOpened = async (person: Person, usager = 'anne', input: object = grounds) => {
  const answer = await ask(person, 'POST', `/${usager}`, input);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json() as PreparedAct;
};
const signedBy = ({ key }: Required<Person>, { act, challenge }: PreparedAct) => ({
  ...{ act, assertion: key.get(challenge, publicUrl) },
});
const sign = (person: Person, body: object) => ask(person, 'POST', '/act/signature', body);

beforeAll(async () => {
  database = await testDatabase([...recordMigrations, credentialMigrations, migrations]);
  gate = openGate({ database, data, log: pino({ level: 'silent' }), clock });
  house = await testAuthority(database.service, clock);
  const { authority } = house;
  await authority.certifyJournal(await gate.journal.publicKey());
  const acts = createSignedActs({
    ...{ pool: database.service, gate, authority, clock },
    journalKey: () => gate.journal.publicKey(),
  });
  app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.addHook('onRequest', async request => {
    const { actor } = people.get('now')!;
    const of = request.headers['x-purpose'] === 'BTG' ? ('BTG' as const) : usualPurpose(actor.profile).of;
    Object.assign(request, { actor, origin, purpose: { of } });
  });
  await app.register(routes({ gate, acts, pool: database.service, minutes, clock }));
  await app.register(actRoutes({ acts, gate, authority }), { prefix: '/act' });
  [roy, cote] = [await withKey('roy', 'physician'), await withKey('cote', 'physician')];
  const restriction = (usager: string) =>
    toRestrictionConsent(
      {
        ...{ usager, consent: `kept-${usager}`, active: true, start: new Date('2026-01-01') },
        ...{ practitioners: [], profiles: ['physician'], anyone: false },
        ...{ everything: true, domains: [], resources: [] },
      },
      new Date('2026-01-01'),
    );
  const refusal = { usager: 'refusing', consent: 'refused', active: true, start: new Date('2026-01-01') };
  const result = (usager: string) => ({
    ...{ resourceType: 'Observation', id: `of-${usager}`, status: 'final', code: { text: 'x' } },
    category: [{ coding: [{ code: 'laboratory' }] }],
    ...{ subject: { reference: `Patient/${usager}` }, effectiveDateTime: '2026-01-10' },
  });
  const usagers = ['anne', 'luc', 'refusing'];
  const written = await openGateAs(hospital).write(
    [
      ...usagers.map(id => ({ resourceType: 'Patient', id })),
      ...usagers.map(result),
      ...['anne', 'refusing'].map(restriction),
      toConsent(refusal, new Date('2026-01-01')),
    ].map(resource => ({ verb: 'upsert', resource })),
  );
  expect(written.outcome).toBe('written');
}, 60_000);
afterAll(async () => {
  await app?.close();
  await gate?.close();
  await house?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('who may override a restriction (R-22.1)', () => {
  const application: Person = {
    actor: { ...provider('app', 'physician'), application: { id: 'a', name: 'A' } },
  };
  test.each<[string, () => Person, number]>([
    ['archives', () => ({ actor: provider('arch', 'archivist') }), 403],
    ['who manages access', () => ({ actor: provider('aga', 'access-manager') }), 403],
    ['surveillance', () => ({ actor: provider('watch', 'surveillance') }), 403],
    ['certification', () => ({ actor: provider('cert', 'certification') }), 403],
    ['operations', () => ({ actor: provider('ops', 'operations') }), 403],
    ['somebody without a profile', () => ({ actor: provider('no', 'none') }), 403],
    ['an application, for a physician', () => application, 403],
    ['the person themself', () => citizen('anne'), 403],
    ['another citizen', () => citizen('luc'), 403],
    ['a system', () => ({ actor: hospital }), 403],
    ['nobody known', () => ({ actor: unknownActor }), 401],
    ['a physician whose key is not registered', () => ({ actor: provider('new', 'physician') }), 403],
  ])('not %s', async (_, who, status) => {
    const answer = await ask(who(), 'POST', '/anne', grounds);
    expect([answer.statusCode, await windows()]).toEqual([status, 0]);
  });

  test('not without a screen’s own session', async () => {
    const bearer = {
      authorization: 'Bearer x',
      'continuum-session': 'clinician',
      cookie: 'continuum_clinician=t',
    };
    for (const headers of [
      {},
      { 'continuum-session': 'clinician' },
      { cookie: 'continuum_clinician=t' },
      bearer,
    ])
      expect((await ask(roy, 'POST', '/anne', grounds, headers)).statusCode).toBe(403);
  });

  test('not where nothing is restricted', async () => {
    const answer = await ask(roy, 'POST', '/luc', grounds);
    expect([answer.statusCode, answer.json().issue[0].code]).toEqual([409, 'business-rule']);
    expect((await ask(roy, 'POST', '/personne', grounds)).statusCode).toBe(404);
  });

  test.each<[string, object, number]>([
    ['no grounds', {}, 400],
    ['a danger that is none', { ...grounds, danger: 'curiosity' }, 400],
    ['no reason why consent cannot be had', { ...grounds, noConsent: undefined }, 400],
    ['another reason why', { ...grounds, noConsent: 'refused' }, 400],
    ['a word', { ...grounds, reason: 'urgent' }, 400],
    ['blanks', { ...grounds, reason: ' '.repeat(20) }, 422],
    ['more than is read', { ...grounds, reason: 'x'.repeat(501) }, 400],
  ])('not on %s', async (_, input, status) => {
    const answer = await ask(roy, 'POST', '/anne', JSON.parse(JSON.stringify(input)));
    expect([answer.statusCode, await windows()]).toEqual([status, 0]);
  });
});

test('the window is the server’s: one that is asked for is refused', async () => {
  const answer = await ask(roy, 'POST', '/anne', { ...grounds, minutes: 600 });
  expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('/minutes: inconnu ici')]);
  const { act } = await isOpened(roy, 'anne', grounds);
  const { start, end } = JSON.parse(act).period;
  expect(Date.parse(end) - Date.parse(start)).toBe(minutes * 60_000);
});

describe('what is prepared opens nothing until its author has signed it', () => {
  test.each<[string, (ready: PreparedAct) => [() => Person, object], number]>([
    ['no signature', ({ act }) => [() => roy, { act }], 400],
    ['the key of another', ready => [() => roy, { ...signedBy(cote, ready) }], 403],
    ['another person’s session', ready => [() => cote, signedBy(cote, ready)], 409],
    [
      'other grounds than those signed',
      ready => [() => roy, { ...signedBy(roy, ready), act: ready.act.replace('Perte', 'Porte') }],
      403,
    ],
    [
      'a longer window than was signed',
      ready => [
        () => roy,
        { ...signedBy(roy, ready), act: ready.act.replace(/"end":"\d{4}/, '"end":"2099') },
      ],
      403,
    ],
    [
      'a challenge of one’s own',
      ready => [() => roy, { ...signedBy(roy, { ...ready, challenge: 'AAAA' }) }],
      409,
    ],
  ])('%s', async (_, made, status) => {
    const [who, body] = made(await isOpened(roy));
    const answer = await sign(who(), body);
    expect([answer.statusCode, await windows(), await sees(roy, 'anne')]).toEqual([status, 0, 'denied']);
  });

  test('a signature that comes too late', async () => {
    const ready = await isOpened(roy);
    ahead = 60;
    const answer = await sign(roy, signedBy(roy, ready));
    ahead = 0;
    expect([answer.statusCode, await windows()]).toEqual([409, 0]);
  });
});

describe('what it opens once signed', () => {
  it('is open to its author until its end, and to nobody else; never what is refused; once', async () => {
    const ready = await isOpened(roy);
    const body = signedBy(roy, ready);
    expect((await sign(roy, body)).statusCode).toBe(201);
    expect((await sign(roy, body)).statusCode).toBe(409);
    expect(await windows()).toBe(1);
    expect([await sees(roy, 'anne'), await sees(cote, 'anne')]).toEqual(['found', 'denied']);
    const state = (await ask(roy, 'GET', '/anne')).json();
    expect(state).toMatchObject({ restricted: true, minutes, until: expect.any(String) });
    ahead = minutes + 1;
    expect(await sees(roy, 'anne')).toBe('denied');
    expect((await ask(roy, 'GET', '/anne')).json().until).toBeUndefined();
    ahead = 0;
  });

  it('leaves what is refused hidden', async () => {
    expect((await sign(roy, signedBy(roy, await isOpened(roy, 'refusing')))).statusCode).toBe(201);
    expect(await sees(roy, 'refusing')).toBe('not-found');
  });
});

describe('who reads of it, and who reviews it', () => {
  const watch: Person = { actor: provider('watch', 'surveillance') };
  const second: Person = { actor: provider('second', 'surveillance') };

  test('the person reads who and why; others do not', async () => {
    const { overrides } = (await ask(citizen('anne'), 'GET', '/anne/list')).json();
    expect(overrides).toMatchObject([
      { name: 'roy', danger: 'life', reason: grounds.reason, state: 'to-review' },
    ]);
    for (const who of [citizen('luc'), roy, { actor: provider('arch', 'archivist') }, { actor: hospital }])
      expect((await ask(who, 'GET', '/anne/list')).statusCode).toBe(403);
    expect((await ask({ actor: unknownActor }, 'GET', '/anne/list')).statusCode).toBe(401);
  });

  const proposal = { decision: 'justified', reason: 'Les motifs sont clairs' };
  const confirmation = { agrees: true, reason: 'Je suis du même avis' };
  const idOf = async () => {
    const { overrides } = (await ask(watch, 'GET', '/reviews')).json();
    return overrides.find(({ usager }: { usager: string }) => usager !== undefined && overrides.length > 0)
      .id;
  };

  test.each<[string, Person, number]>([
    ...(['physician', 'radiologist', 'pharmacist', 'nurse', 'archivist', 'access-manager'] as const).map(
      (profile): [string, Person, number] => [profile, { actor: provider(profile, profile) }, 403],
    ),
    ...(['certification', 'operations', 'none'] as const).map(
      (profile): [string, Person, number] =>
        [...[profile, { actor: provider(profile, profile) }, 403]] as [string, Person, number],
    ),
    ['the person themself', citizen('anne'), 403],
    ['a system', { actor: hospital }, 403],
    ['nobody known', { actor: unknownActor }, 401],
  ])('%s has no part in the review', async (_, who, status) => {
    const id = await idOf();
    expect((await ask(who, 'GET', '/reviews')).statusCode).toBe(status);
    expect((await ask(who, 'POST', `/reviews/${id}/proposal`, proposal)).statusCode).toBe(status);
    expect((await ask(who, 'POST', `/reviews/${id}/confirmation`, confirmation)).statusCode).toBe(status);
  });

  test('one proposes, another confirms, in that order; then it is closed', async () => {
    const id = await idOf();
    const propose = (who: Person, body: object = proposal) =>
      ask(who, 'POST', `/reviews/${id}/proposal`, body);
    const confirm = (who: Person) => ask(who, 'POST', `/reviews/${id}/confirmation`, confirmation);
    const step = async (answer: ReturnType<typeof confirm>) => (await answer).statusCode;
    expect(await step(confirm(second))).toBe(409);
    expect(await step(propose(watch, { ...proposal, decision: 'perhaps' }))).toBe(400);
    expect(await step(propose(watch, { ...proposal, reason: 'non' }))).toBe(400);
    expect(await step(propose(watch))).toBe(200);
    expect(await step(propose(second))).toBe(409);
    expect(await step(confirm(watch))).toBe(409);
    expect(await step(confirm(second))).toBe(200);
    expect(await step(propose(watch))).toBe(409);
    expect(await step(ask(watch, 'POST', '/reviews/unknown/proposal', proposal))).toBe(404);
  });
});
