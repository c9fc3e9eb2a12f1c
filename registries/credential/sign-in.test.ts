import { hash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type Actor, platformActor } from '@continuum/trust-access';
import type { Assertion } from '@continuum/trust-signature';
import { toCredentialId } from '@continuum/trust-signature';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createDemonstrationKeys,
  createKeyCeremony,
  createKeys,
  createSessions,
  demonstrationRoutes,
  findCredentials,
  identifyCallers,
  migrations,
  registerCredential,
  type SignInEvent,
} from './index.ts';
import { routes } from './routes.ts';
import { generateSoftwareKey, signAssertion } from './software-key.ts';
import { anyAuthorization, type SessionKey, sessionKey, testAuthority, toAth } from './testing/index.ts';

const origin = 'https://exchange.example';
const pin = '2468';
const citizen: Actor = {
  kind: 'citizen',
  id: 'Patient/u1',
  name: 'Usager Démo',
  profile: 'citizen',
  usagers: ['u1', 'u9', 'u2'],
  readsOnly: ['u2'],
  credential: { kind: 'password', id: 'usager-demo' },
};
const system: Actor = {
  kind: 'system',
  id: 'Device/labo',
  name: 'Laboratoire Démo',
  profile: 'laboratory-system',
  credential: { kind: 'client-assertion', id: 'labo' },
};
const people: Record<string, { id: string; name: string; profile: 'physician' | 'nurse' }> = {
  'medecin-demo': { id: 'p1', name: 'Dre Démo', profile: 'physician' },
  'infirmiere-demo': { id: 'p2', name: 'Inf. Démo', profile: 'nurse' },
};
let events: SignInEvent[] = [];
let now = new Date();
let database: TestDatabase;
let folder: string;
let issuing: Awaited<ReturnType<typeof testAuthority>>;
let app: FastifyInstance;
let handMade: ReturnType<typeof generateSoftwareKey>;

async function serve(): Promise<FastifyInstance> {
  const pool = database.service;
  const clock = () => now;
  const sessions = createSessions(pool, anyAuthorization, clock);
  const journal = async (event: SignInEvent) => void events.push(event);
  const keys = createDemonstrationKeys({ pool, authority: issuing.authority, folder, origin, clock });
  for (const [userName, { id, name }] of Object.entries(people))
    await keys.enrol({ userName, holder: `Practitioner/${id}`, name, pin });
  const server = fastify({ trustProxy: true });
  keepToSchemas(server);
  const origins = [origin];
  const verifyToken = async (token: string) =>
    token === 'of-a-laboratory' ? { clientId: 'labo', scopes: [], expires: Date.now() + 60_000 } : undefined;
  identifyCallers(server, { sessions, origins, verifyToken, findSystem: async () => system, journal, clock });
  const ceremony = createKeyCeremony(pool, origins, clock);
  const findPerson = async (userName: string) => people[userName];
  const signInCitizen = async ({ password }: { password: string }) =>
    password === 'juste'
      ? ({ signedIn: true, actor: citizen } as const)
      : ({ signedIn: false, why: 'password-wrong' } as const);
  const findUsager = async (id: string) => ({ name: `Usager ${id}` });
  const routed = {
    sessions,
    ceremony,
    origins,
    secure: true,
    findPerson,
    placesOf: async () => [],
    findUsager,
    signInCitizen,
    journal,
    clock,
  };
  await server.register(routes(routed), { prefix: '/api/session' });
  await server.register(demonstrationRoutes(keys), { prefix: '/demo/keys' });
  return server;
}

beforeAll(async () => {
  database = await testDatabase([migrations]);
  folder = await mkdtemp(join(tmpdir(), 'continuum-demo-keys-'));
  issuing = await testAuthority(database.service, () => now);
  app = await serve();
  handMade = generateSoftwareKey();
  await registerCredential(database.service, {
    id: toCredentialId(handMade.publicKey),
    userName: 'fait-main',
    holder: 'Practitioner/p1',
    kind: 'software',
    publicKey: handMade.publicKey,
    certificate: await issuing.certify('Practitioner/p1', handMade.publicKey),
  });
  people['fait-main'] = people['medecin-demo']!;
});
beforeEach(() => {
  events = [];
});
afterAll(async () => {
  await app?.close();
  await issuing?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers });
const browser = sessionKey();
const prove = (method: string, path: string, ath?: string, key: SessionKey = browser) =>
  key.prove(method, `${origin}${path}`, ath, { iat: Math.floor(now.getTime() / 1000) });
const challengeFor = async (userName: string) =>
  (await post('/api/session/challenge', { userName, thumbprint: browser.thumbprint })).json() as {
    challenge: string;
    salt: string;
    credentialIds: string[];
  };
const sign = (userName: string, challenge: string, typed = pin, address = '192.0.2.1') =>
  post(`/demo/keys/${userName}/assertions`, { challenge, pin: typed }, { 'x-forwarded-for': address });
const assertionOf = async (userName: string): Promise<Assertion> =>
  (await sign(userName, (await challengeFor(userName)).challenge)).json();
const enter = (assertion: Assertion, headers = {}) =>
  post(
    '/api/session/clinician',
    { assertion },
    { dpop: prove('POST', '/api/session/clinician'), ...headers },
  );
const enterCitizen = (password: string, headers = {}) =>
  post(
    '/api/session/citizen',
    { userName: 'usager-demo', password },
    { dpop: prove('POST', '/api/session/citizen'), ...headers },
  );
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers['set-cookie']).split(';')[0]!;
const athOf = (cookie: string) => toAth(cookie.split('=')[1]!);
/** A request of the screen that holds the cookie and the browser's key. */
const asScreen = (method: 'GET' | 'DELETE', url: string, headers: Record<string, string>) =>
  app.inject({ method, url, headers: { dpop: prove(method, url, athOf(headers.cookie!)), ...headers } });
const whoAmI = (headers: Record<string, string>) => asScreen('GET', '/api/session', headers);

describe('a clinician signs in with a key and its PIN', () => {
  test('the session says who they are, and the journal knew before the answer left', async () => {
    const answer = await enter(await assertionOf('medecin-demo'));
    expect(answer.statusCode).toBe(200);
    const { ath } = answer.json();
    const domains = ['identity', 'registry', 'medication', 'laboratory', 'imaging', 'summary'];
    const purposes = [
      { of: 'TREAT', domains },
      { of: 'BTG', domains },
    ];
    expect(answer.json()).toEqual({ kind: 'clinician', name: 'Dre Démo', role: 'physician', purposes, ath });
    expect(ath).toBe(athOf(cookieOf(answer)));
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^continuum_clinician=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(events).toMatchObject([
      { action: 'sign-in', outcome: 'success', actor: { id: 'Practitioner/p1' } },
    ]);
    const headers = { cookie: cookieOf(answer), 'continuum-session': 'clinician' };
    expect((await whoAmI(headers)).json()).toMatchObject({ name: 'Dre Démo' });
  });

  test.each([
    ['no header', {}, 401],
    ['the header of the other session', { 'continuum-session': 'citizen' }, 401],
    [
      'the right header from a foreign page',
      { 'continuum-session': 'clinician', origin: 'https://evil.example' },
      403,
    ],
    ['the right header from its own page', { 'continuum-session': 'clinician', origin }, 200],
  ])('the cookie with %s: %s → %i', async (_title, headers, status) => {
    const cookie = cookieOf(await enter(await assertionOf('medecin-demo')));
    expect((await whoAmI({ cookie, ...headers } as Record<string, string>)).statusCode).toBe(status);
  });

  test('signing out ends the session, not only the cookie', async () => {
    const cookie = cookieOf(await enter(await assertionOf('medecin-demo')));
    const headers = { cookie, 'continuum-session': 'clinician' };
    const answer = await asScreen('DELETE', '/api/session', headers);
    expect(answer.statusCode).toBe(204);
    expect(String(answer.headers['set-cookie'])).toContain('Max-Age=0');
    expect((await whoAmI(headers)).statusCode).toBe(401);
    expect(events.at(-1)).toMatchObject({ action: 'sign-out' });
  });

  test('signing in again gives another token and ends the session it replaces', async () => {
    const first = cookieOf(await enter(await assertionOf('medecin-demo')));
    const second = cookieOf(await enter(await assertionOf('medecin-demo'), { cookie: first }));
    expect(second).not.toBe(first);
    expect((await whoAmI({ cookie: first, 'continuum-session': 'clinician' })).statusCode).toBe(401);
  });

  test('an assertion serves once', async () => {
    const assertion = await assertionOf('medecin-demo');
    expect((await enter(assertion)).statusCode).toBe(200);
    expect((await enter(assertion)).statusCode).toBe(401);
    expect(events.at(-1)).toMatchObject({ action: 'attempt', why: 'challenge-unknown' });
  });

  test('a challenge waits two minutes, no longer', async () => {
    const assertion = await assertionOf('medecin-demo');
    now = new Date(now.getTime() + 121_000);
    expect((await enter(assertion)).statusCode).toBe(401);
  });

  const bad: [string, string, (challenge: string) => Assertion][] = [
    ['without the PIN', 'user-not-verified', c => signAssertion(handMade.privateKey, c, origin, false)],
    [
      'made on a foreign page',
      'origin-foreign',
      c => signAssertion(handMade.privateKey, c, 'https://evil.example'),
    ],
    [
      'signed by another key',
      'signature-invalid',
      c => ({
        ...signAssertion(generateSoftwareKey().privateKey, c, origin),
        id: toCredentialId(handMade.publicKey),
      }),
    ],
    [
      'of a key nobody enrolled',
      'credential-unknown',
      c => signAssertion(generateSoftwareKey().privateKey, c, origin),
    ],
  ];
  test.each(bad)('an assertion is refused %s (%s)', async (_title, why, make) => {
    const answer = await enter(make((await challengeFor('fait-main')).challenge));
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ issue: [{ diagnostics: 'Sign-in failed.' }] });
    expect(events).toMatchObject([{ action: 'attempt', outcome: 'denied', actor: { kind: 'unknown' }, why }]);
  });

  test('a key signs for its own holder only', async () => {
    const { challenge } = await challengeFor('infirmiere-demo');
    const assertion = signAssertion(handMade.privateKey, challenge, origin);
    expect((await enter(assertion)).statusCode).toBe(401);
  });

  test('a suspended key does not open the door', async () => {
    const [credential] = await findCredentials(database.service, 'infirmiere-demo');
    const { authority } = issuing;
    const keys = createKeys({
      pool: database.service,
      authority,
      journal: async () => undefined,
      clock: () => now,
    });
    const by = { actor: platformActor, origin: { request: 'r', address: 'local', channel: 'api' } };
    await keys.change(credential!.id, 'suspend', by);
    expect((await enter(await assertionOf('infirmiere-demo'))).statusCode).toBe(401);
    expect(events.at(-1)).toMatchObject({ why: 'credential-not-active' });
    await keys.change(credential!.id, 'restore', by);
  });

  test('a name that nobody bears is answered like one that somebody bears', async () => {
    const [first, again] = [await challengeFor('personne'), await challengeFor('personne')];
    const real = await challengeFor('medecin-demo');
    const [own] = await findCredentials(database.service, 'medecin-demo');
    expect(first.credentialIds).toEqual(again.credentialIds);
    expect(real.credentialIds).toContain(own!.id);
    expect([first.credentialIds.length, real.credentialIds.length]).toEqual([4, 4]);
    for (const id of first.credentialIds) expect([43, 64, 86]).toContain(id.length);
    expect(first.credentialIds.join('')).toMatch(/^[\w-]+$/);
    expect(real.credentialIds).not.toEqual(expect.arrayContaining(first.credentialIds.slice(0, 1)));
  });
});

describe('the demonstration’s keys', () => {
  test('lie in files that their owner alone may read', async () => {
    expect((await readdir(folder)).sort()).toEqual(['infirmiere-demo.json', 'medecin-demo.json']);
    expect((await stat(join(folder, 'medecin-demo.json'))).mode & 0o777).toBe(0o600);
  });

  test('after five wrong PINs that key waits a minute for that address, and no colleague’s does', async () => {
    const { challenge } = await challengeFor('medecin-demo');
    for (let i = 0; i < 5; i++) expect((await sign('medecin-demo', challenge, '0000')).statusCode).toBe(403);
    const waiting = await sign('medecin-demo', challenge);
    expect(waiting.statusCode).toBe(429);
    expect(waiting.headers['retry-after']).toBe('60');
    expect((await sign('infirmiere-demo', challenge)).statusCode).toBe(200);
    expect((await sign('medecin-demo', challenge, pin, '192.0.2.2')).statusCode).toBe(200);
    now = new Date(now.getTime() + 61_000);
    expect((await sign('medecin-demo', challenge)).statusCode).toBe(200);
  });

  test('a name that is not one is a wrong PIN, and reads no file', async () => {
    for (const name of ['..%2F..%2Fetc%2Fpasswd', 'personne', 'MEDECIN-DEMO'])
      expect((await sign(name, 'x')).statusCode).toBe(403);
  });
});

describe('a citizen signs in with a password', () => {
  test('and has a session of their own, beside a clinician’s', async () => {
    const answer = await enterCitizen('juste');
    expect(answer.json()).toMatchObject({
      kind: 'citizen',
      usagers: [
        { id: 'u1', name: 'Usager u1', relation: 'self', readOnly: false },
        { id: 'u9', relation: 'child', readOnly: false },
        { id: 'u2', relation: 'helped', readOnly: true },
      ],
    });
    expect(cookieOf(answer)).toMatch(/^continuum_citizen=/);
  });

  test('a wrong one is 401 and journalled, without the name that was typed', async () => {
    const answer = await enterCitizen('faux');
    expect(answer.statusCode).toBe(401);
    expect(events).toMatchObject([{ action: 'attempt', why: 'password-wrong' }]);
    expect(JSON.stringify(events)).not.toContain('usager-demo');
  });

  test('a sign-in from a foreign page is refused', async () => {
    const headers = { origin: 'https://evil.example' };
    const answer = await enterCitizen('juste', headers);
    expect(answer.statusCode).toBe(403);
  });
});

describe('a session is its browser’s (RFC 9449)', () => {
  const signedIn = async () => cookieOf(await enter(await assertionOf('medecin-demo')));
  const ask = (cookie: string, dpop?: string) =>
    app.inject({
      url: '/api/session',
      headers: { cookie, 'continuum-session': 'clinician', ...(dpop && { dpop }) },
    });
  const good = (cookie: string) => prove('GET', '/api/session', athOf(cookie));

  test('what the key signs is the thumbprint of the browser’s key, for whoever checks it later', async () => {
    const { challenge, salt } = await challengeFor('medecin-demo');
    const digest = hash('sha256', `${salt}${browser.thumbprint}`, 'base64url');
    expect(challenge).toBe(digest);
    await enter((await sign('medecin-demo', challenge)).json());
    const [row] = await database.service.query<{ evidence: { salt: string; assertion: Assertion } }>(
      `SELECT evidence FROM service.session WHERE evidence->>'salt' = $1`,
      [salt],
    );
    expect(row!.evidence).toMatchObject({ thumbprint: browser.thumbprint });
    const client = Buffer.from(row!.evidence.assertion.response.clientDataJSON, 'base64url').toString();
    expect(JSON.parse(client)).toMatchObject({ challenge });
  });

  test('an assertion over one browser’s key opens no session for another’s', async () => {
    const assertion = await assertionOf('medecin-demo');
    const dpop = prove('POST', '/api/session/clinician', undefined, sessionKey());
    expect((await enter(assertion, { dpop })).statusCode).toBe(401);
    expect(events.at(-1)).toMatchObject({ why: 'session-key-foreign' });
  });

  test.each([
    ['a clinician', () => assertionOf('medecin-demo').then(it => enter(it, { dpop: '' }))],
    ['a citizen', () => enterCitizen('juste', { dpop: '' })],
  ])('%s without a key of the browser’s does not sign in', async (_title, attempt) => {
    expect((await attempt()).statusCode).toBe(401);
    expect(events.at(-1)).toMatchObject({ why: 'proof-missing' });
  });

  test('the cookie and a proof open; each of the two alone opens nothing', async () => {
    const cookie = await signedIn();
    expect((await ask(cookie)).statusCode).toBe(401);
    expect((await ask('', good(cookie))).statusCode).toBe(401);
    expect((await ask(cookie, good(cookie))).statusCode).toBe(200);
  });

  test('a proof that was used, in whichever process, opens nothing', async () => {
    const cookie = await signedIn();
    const dpop = good(cookie);
    expect((await ask(cookie, dpop)).statusCode).toBe(200);
    expect((await ask(cookie, dpop)).statusCode).toBe(401);
  });

  test('what stands after the address is no part of what is proven', async () => {
    const cookie = await signedIn();
    const headers = { cookie, 'continuum-session': 'clinician', dpop: good(cookie) };
    // Let in, and told that nothing is expected there.
    expect((await app.inject({ url: '/api/session?x=1', headers })).statusCode).toBe(400);
  });

  const iat = (seconds: number) => ({ iat: Math.floor(now.getTime() / 1000) + seconds });
  const bad: [string, (cookie: string) => string][] = [
    ['by another key', cookie => prove('GET', '/api/session', athOf(cookie), sessionKey())],
    ['for another method', cookie => prove('POST', '/api/session', athOf(cookie))],
    ['for another address', cookie => prove('GET', '/api/patient/search', athOf(cookie))],
    [
      'for another server',
      cookie => browser.prove('GET', 'https://evil.example/api/session', athOf(cookie), iat(0)),
    ],
    ['for another token', () => prove('GET', '/api/session', toAth('another'))],
    ['for no token', () => prove('GET', '/api/session')],
    ['of a while ago', cookie => browser.prove('GET', `${origin}/api/session`, athOf(cookie), iat(-90))],
    ['of later', cookie => browser.prove('GET', `${origin}/api/session`, athOf(cookie), iat(90))],
  ];
  test.each(bad)('a proof %s opens nothing', async (_title, make) => {
    const cookie = await signedIn();
    expect((await ask(cookie, make(cookie))).statusCode).toBe(401);
    expect((await ask(cookie, good(cookie))).statusCode).toBe(200);
  });

  test.each([
    ['POST', '/api/session/navigation'],
    ['GET', '/api/session/open'],
    ['DELETE', '/api/session/open'],
    ['DELETE', '/api/session'],
    ['GET', '/api/session'],
  ] as const)('somebody’s cookie beside a token of one’s own opens nothing: %s %s', async (method, url) => {
    const cookie = await signedIn();
    const headers = { cookie, 'continuum-session': 'clinician', authorization: 'Bearer of-a-laboratory' };
    const answer = await app.inject({ method, url, headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect((await ask(cookie, good(cookie))).statusCode).toBe(200);
  });

  test('a person sees where they are signed in, and signs out everywhere', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    const headers = { cookie: here, 'continuum-session': 'clinician' };
    const listed = (await asScreen('GET', '/api/session/open', headers)).json();
    expect(listed.length).toBeGreaterThanOrEqual(2);
    expect(listed.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(JSON.stringify(listed)).not.toContain(here.split('=')[1]);
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
    await enter(await assertionOf('medecin-demo'), {
      ...{ 'user-agent': userAgent, 'x-forwarded-for': '192.0.2.77' },
    });
    expect((await asScreen('GET', '/api/session/open', headers)).json()).toContainEqual(
      expect.objectContaining({
        address: '192.0.2.77',
        device: { browser: 'Firefox', system: 'Windows', kind: 'desktop' },
        current: false,
      }),
    );
    expect((await asScreen('DELETE', '/api/session/open', headers)).json().ended).toBeGreaterThanOrEqual(2);
    for (const cookie of [here, there]) expect((await ask(cookie, good(cookie))).statusCode).toBe(401);
    expect(events.at(-1)).toMatchObject({ action: 'sign-out', why: 'everywhere' });
  });
});
