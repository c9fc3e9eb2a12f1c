import { randomUUID, X509Certificate } from 'node:crypto';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { DoorEvent } from '@continuum/record-gate';
import { type Actor, unknownActor } from '@continuum/trust-access';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createEnrolment,
  createKeyCeremony,
  createKeys,
  createSessions,
  credentialRoutes,
  type Keys,
  migrations,
  type Sessions,
} from '../index.ts';
import {
  anyAuthorization,
  everybody,
  everyOffice,
  sessionKey,
  softwareAuthenticator,
  testAuthority,
} from '../testing/index.ts';

const origin = 'https://exchange.example';
const { thumbprint } = sessionKey();
const proof = () => ({ thumbprint, jti: randomUUID(), keepUntil: new Date(now.getTime() + 60_000) });
const person = (id: string, profile: Actor['profile']): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: id, profile },
  credential: { kind: 'key', id: `key-of-${id}` },
});
const people = {
  agent: person('agent', 'access-manager'),
  colleague: person('colleague', 'access-manager'),
  p1: person('p1', 'physician'),
  p2: person('p2', 'physician'),
  nobody: unknownActor,
};
type Who = keyof typeof people;

let now = new Date('2026-11-02T12:00:00Z');
const clock = () => now;
let events: DoorEvent[] = [];
let database: TestDatabase;
let issuing: Awaited<ReturnType<typeof testAuthority>>;
let app: FastifyInstance;
let keys: Keys;
let sessions: Sessions;
/** Whose identity was verified for an access that stands. */
const verified = new Set(['Practitioner/p1', 'Practitioner/p2']);
let ceremony: ReturnType<typeof createKeyCeremony>;

beforeAll(async () => {
  database = await testDatabase([migrations]);
  const pool = database.service;
  issuing = await testAuthority(pool, clock);
  const journal = async (event: DoorEvent) => void events.push(event);
  const deps = { pool, authority: issuing.authority, journal, clock };
  keys = createKeys(deps);
  sessions = createSessions(pool, anyAuthorization, clock);
  ceremony = createKeyCeremony(pool, [origin], clock);
  const relyingParty = { id: 'exchange.example', origins: [origin] };
  app = fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    request.actor = people[(request.headers['x-who'] as Who) ?? 'nobody'];
    request.origin = { request: 'r', address: '192.0.2.1', channel: 'api' };
  });
  const enrolment = createEnrolment({ ...deps, relyingParty });
  const findPractitioner = async (id: string) =>
    id in people ? { id, name: `Dre ${id}`, profile: 'physician' as const } : undefined;
  await app.register(
    credentialRoutes({
      ...{ keys, enrolment, authority: issuing.authority, findPractitioner, journal },
      ...{ actsOf: everyOffice, reachOf: everybody },
      isIdentityVerified: async holder => verified.has(holder),
    }),
    { prefix: '/api/credential' },
  );
});
beforeEach(() => {
  events = [];
  now = new Date('2026-11-02T12:00:00Z');
});
afterAll(async () => {
  await app?.close();
  await issuing?.close();
  await database?.drop();
});

const post = (who: Who, path: string, payload: object) =>
  app.inject({ method: 'POST', url: `/api/credential${path}`, payload, headers: { 'x-who': who } });
const invite = async (practitioner: string, userName: string, more = {}): Promise<string> =>
  (await post('agent', '/enrolments', { practitioner, userName, ...more })).json().code;
const begin = async (code: string) => (await post('nobody', '/enrolments/begin', { code })).json();
const change = (who: Who, id: string, event: string) => post(who, `/keys/${id}/events`, { event });
type Authenticator = ReturnType<typeof softwareAuthenticator>;
const finish = async (code: string, key: Authenticator, from = origin) =>
  post('nobody', '/enrolments/finish', { code, response: key.create((await begin(code)).challenge, from) });

/** A key of p1's, enrolled and activated by two of the staff. */
async function activeKey(more = {}): Promise<Authenticator> {
  const key = softwareAuthenticator();
  await finish(await invite('p1', 'medecin', more), key);
  expect((await change('colleague', key.id, 'activate')).json()).toEqual({ state: 'active' });
  return key;
}
const signIn = async (key: Authenticator) =>
  ceremony.verify(key.get((await ceremony.challenge('medecin', thumbprint)).challenge, origin), thumbprint);
const stateOf = async (id: string) => (await keys.list()).find(key => key.id === id)?.state;
const reasonOf = async (id: string) => {
  const rows = await database.service.query<{ reason: string | null }>(
    'SELECT t.reason FROM service.credential c JOIN service.certificate t ON t.serial = c.certificate WHERE c.id = $1',
    [id],
  );
  return rows[0]?.reason;
};

describe('enrolment of a FIDO2 key (WebAuthn level 3, §7.1)', () => {
  test('the browser asks for a key that verifies its holder, signs with ES256, and says what it is', async () => {
    expect(await begin(await invite('p1', 'medecin'))).toMatchObject({
      rp: { id: 'exchange.example' },
      user: { name: 'medecin', displayName: 'Dre p1' },
      pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
      authenticatorSelection: { userVerification: 'required' },
      attestation: 'direct',
    });
  });

  test('the certificate is over the authenticator’s own key, and on hold until a colleague of the inviter activates it', async () => {
    const key = softwareAuthenticator();
    const answer = await finish(await invite('p1', 'medecin'), key);
    expect(answer.statusCode).toBe(201);
    const certificate = new X509Certificate(answer.json().certificate);
    expect(certificate.publicKey.equals(key.publicKey)).toBe(true);
    expect(certificate.verify(new X509Certificate(issuing.authority.chain).publicKey)).toBe(true);
    expect(await reasonOf(key.id)).toBe('certificateHold');
    expect(await signIn(key)).toMatchObject({ verified: false, why: 'credential-not-active' });
    expect((await change('agent', key.id, 'activate')).statusCode).toBe(409);
    expect((await change('colleague', key.id, 'activate')).statusCode).toBe(200);
    expect(await reasonOf(key.id)).toBeNull();
    expect(await signIn(key)).toMatchObject({ verified: true, credential: { holder: 'Practitioner/p1' } });
    expect(events.map(({ action }) => action)).toEqual([
      ...['key-invite', 'key-enrol', 'certificate-restore'],
    ]);
  });

  test('what the authenticator attested is kept as it said it', async () => {
    const key = await activeKey();
    const [row] = await database.service.query<{ attestation: { fmt: string; attestationObject: string } }>(
      'SELECT attestation FROM service.credential WHERE id = $1',
      [key.id],
    );
    expect(row!.attestation).toMatchObject({ fmt: 'none', aaguid: '00000000-0000-0000-0000-000000000000' });
    expect(row!.attestation.attestationObject.length).toBeGreaterThan(100);
  });

  test.each([
    ['without its PIN', { flags: 0x01 }, origin, 'response-refused'],
    ['on a foreign page', {}, 'https://evil.example', 'response-refused'],
    ['that may be copied to other devices', { flags: 0x0d }, origin, 'key-copied'],
    ['of another curve', { curve: 'P-384' }, origin, 'response-refused'],
  ] as const)('a key made %s is refused, and why is in the journal', async (_title, options, from, why) => {
    const answer = await finish(await invite('p1', 'medecin'), softwareAuthenticator(options), from);
    expect(answer.statusCode).toBe(422);
    expect(events.at(-1)).toMatchObject({ action: 'attempt', why: `enrolment:${why}` });
  });

  test('a code serves once, a challenge too, and neither for ever', async () => {
    const [code, key] = [await invite('p1', 'medecin'), softwareAuthenticator()];
    const { challenge } = await begin(code);
    const response = key.create(challenge, origin);
    now = new Date(now.getTime() + 301_000);
    const answer = () => post('nobody', '/enrolments/finish', { code, response });
    expect((await answer()).statusCode).toBe(422);
    const again = key.create((await begin(code)).challenge, origin);
    const once = () => post('nobody', '/enrolments/finish', { code, response: again });
    expect((await once()).statusCode).toBe(201);
    expect((await once()).statusCode).toBe(422);
    expect((await begin(code)).resourceType).toBe('OperationOutcome');
    const late = await invite('p1', 'medecin');
    now = new Date(now.getTime() + 3 * 86_400_000);
    expect((await post('nobody', '/enrolments/begin', { code: late })).statusCode).toBe(404);
  });

  test('a code may be typed in lower case, without its hyphens', async () => {
    const code = await invite('p1', 'medecin');
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect((await begin(code.toLowerCase().replaceAll('-', ''))).challenge).toHaveLength(43);
  });

  test('nobody but those who manage access invites, and a user name stays its holder’s', async () => {
    const body = { practitioner: 'p2', userName: 'medecin' };
    expect((await post('p1', '/enrolments', body)).statusCode).toBe(403);
    expect((await post('nobody', '/enrolments', body)).statusCode).toBe(401);
    expect((await post('agent', '/enrolments', body)).statusCode).toBe(409);
    expect((await post('agent', '/enrolments', { ...body, practitioner: 'p9' })).statusCode).toBe(404);
    expect(events.filter(({ why }) => why === 'office:invite')).toHaveLength(2);
  });
});

describe('somebody whose identity was not verified for an access that stands', () => {
  test('is invited by nobody here, nor is their key activated: it is handed over on an order', async () => {
    const key = softwareAuthenticator();
    await finish(await invite('p1', 'medecin'), key);
    verified.delete('Practitioner/p1');
    const again = await post('agent', '/enrolments', { practitioner: 'p1', userName: 'medecin' });
    expect([again.statusCode, again.json().issue[0].diagnostics]).toEqual([
      422,
      expect.stringMatching(/^practitioner: .*order/),
    ]);
    expect((await change('colleague', key.id, 'activate')).statusCode).toBe(422);
    verified.add('Practitioner/p1');
    expect((await change('colleague', key.id, 'activate')).json()).toEqual({ state: 'active' });
  });
});

describe('the life of a key', () => {
  test.each([
    ['lost', 'p1', 'suspended', 'certificateHold'],
    ['suspend', 'agent', 'suspended', 'certificateHold'],
    ['blocked', 'p1', 'revoked', 'cessationOfOperation'],
    ['revoke', 'agent', 'revoked', 'keyCompromise'],
  ] as const)(
    '%s, said by %s: it is %s, its certificate %s, its session over at the next request',
    async (event, who, state, reason) => {
      const key = await activeKey();
      const actor: Actor = { ...people.p1, credential: { kind: 'key', id: key.id } };
      const token = await sessions.open('clinician', actor, { thumbprint });
      expect(await sessions.find('clinician', token, proof())).toBeDefined();
      expect((await change(who, key.id, event)).json()).toEqual({ state });
      expect(await sessions.find('clinician', token, proof())).toBeUndefined();
      expect(await signIn(key)).toMatchObject({ verified: false, why: 'credential-not-active' });
      expect(await reasonOf(key.id)).toBe(reason);
      expect(events.at(-1)).toMatchObject({ outcome: 'success', why: event, actor: { id: people[who].id } });
    },
  );

  test('one that was lost and found again is given back by the staff, not by its holder', async () => {
    const key = await activeKey();
    const actor: Actor = { ...people.p1, credential: { kind: 'key', id: key.id } };
    const token = await sessions.open('clinician', actor, { thumbprint });
    await change('p1', key.id, 'lost');
    expect((await change('p1', key.id, 'restore')).statusCode).toBe(403);
    expect((await change('agent', key.id, 'restore')).json()).toEqual({ state: 'active' });
    expect(await sessions.find('clinician', token, proof())).toBeUndefined();
    expect(await signIn(key)).toMatchObject({ verified: true });
  });

  test('a certificate revoked on its own shuts the door too', async () => {
    const key = await activeKey();
    const { certificate } = (await keys.list('Practitioner/p1')).find(({ id }) => id === key.id)!;
    const origin = { request: 'r', address: 'local', channel: 'cli' };
    await issuing.authority.revoke(certificate, 'keyCompromise', { actor: people.agent, origin });
    expect(await signIn(key)).toMatchObject({ verified: false });
  });

  test('it ends with its certificate, unless it is renewed before: another certificate, the same key', async () => {
    const [renewed, left] = [await activeKey(), await activeKey()];
    const before = (await keys.list()).find(({ id }) => id === renewed.id)!;
    now = new Date(before.expires.getTime() - 86_400_000);
    expect((await change('p1', renewed.id, 'renew')).json()).toEqual({ state: 'active' });
    const after = (await keys.list()).find(({ id }) => id === renewed.id)!;
    expect(after.certificate).not.toBe(before.certificate);
    now = before.expires;
    expect(await stateOf(left.id)).toBe('expired');
    expect(await signIn(left)).toMatchObject({ verified: false, why: 'credential-not-active' });
    expect(await stateOf(renewed.id)).toBe('active');
    expect(await signIn(renewed)).toMatchObject({ verified: true });
  });

  test('one that takes the place of another does so when it is activated, not before', async () => {
    const old = await activeKey();
    const key = softwareAuthenticator();
    await finish(await invite('p1', 'medecin', { replaces: old.id }), key);
    expect(await signIn(old)).toMatchObject({ verified: true });
    await change('colleague', key.id, 'activate');
    expect(await stateOf(old.id)).toBe('replaced');
    expect(await reasonOf(old.id)).toBe('superseded');
    expect(await signIn(old)).toMatchObject({ verified: false });
    expect(await signIn(key)).toMatchObject({ verified: true });
  });

  test('whoever has several signs in with any of them, and with those that count alone', async () => {
    const [one, other] = [await activeKey(), await activeKey()];
    const held = softwareAuthenticator();
    await finish(await invite('p1', 'medecin'), held);
    const offered = async () => (await ceremony.challenge('medecin', thumbprint)).credentialIds;
    expect(await offered()).toEqual(expect.arrayContaining([one.id, other.id]));
    expect(await offered()).not.toContain(held.id);
    expect((await offered()).length % 4).toBe(0);
    for (const key of [one, other]) expect(await signIn(key)).toMatchObject({ verified: true });
    await change('p1', one.id, 'lost');
    expect(await offered()).not.toContain(one.id);
    expect(await signIn(one)).toMatchObject({ verified: false, why: 'credential-not-active' });
    expect(await signIn(other)).toMatchObject({ verified: true });
  });

  test('losing one ends what it opened, for good, and leaves what another opened', async () => {
    const [lost, kept] = [await activeKey(), await activeKey()];
    const openWith = (id: string) =>
      sessions.open('clinician', { ...people.p1, credential: { kind: 'key', id } }, { thumbprint });
    const [shut, stands] = [await openWith(lost.id), await openWith(kept.id)];
    await change('p1', lost.id, 'lost');
    await change('agent', lost.id, 'restore');
    expect(await sessions.find('clinician', shut, proof())).toBeUndefined();
    expect(await sessions.find('clinician', stands, proof())).toBeDefined();
  });

  test('a copy of a key is seen by its counter', async () => {
    const key = await activeKey();
    key.setCount(7);
    expect(await signIn(key)).toMatchObject({ verified: true });
    key.setCount(3);
    expect(await signIn(key)).toMatchObject({ verified: false, why: 'counter-not-greater' });
  });

  test('a holder sees their own keys; the staff those of anybody; others nothing', async () => {
    const key = await activeKey();
    const get = (who: Who, query = '') =>
      app.inject({ url: `/api/credential/keys${query}`, headers: { 'x-who': who } });
    expect((await get('p1')).json().map(({ id }: { id: string }) => id)).toContain(key.id);
    expect((await get('p2')).json()).toEqual([]);
    expect((await get('p2', '?holder=Practitioner/p1')).statusCode).toBe(403);
    expect((await get('agent', '?holder=Practitioner/p1')).json().length).toBeGreaterThan(0);
    expect((await get('nobody')).statusCode).toBe(401);
  });

  test('of a key that is not theirs nobody learns whether it exists', async () => {
    const key = await activeKey();
    const [theirs, none] = [await change('p2', key.id, 'lost'), await change('p2', 'none', 'lost')];
    expect([theirs.statusCode, theirs.body]).toEqual([none.statusCode, none.body]);
    expect(await stateOf(key.id)).toBe('active');
  });
});
